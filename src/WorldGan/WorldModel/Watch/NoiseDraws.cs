using WorldGan.Numerics;
using WorldGan.WorldModel.Noise;
using WorldGan.Worlds;

namespace WorldGan.WorldModel.Watch;

/// <summary>Draws some outcomes for each of the watched rows, with the same latents at every time, so that one measurement can be compared with the next.</summary>
internal sealed class NoiseDraws
{
    private const ulong Seed = 0;

    private readonly int _condition, _outcomes;
    private readonly float[] _units;
    private readonly Columns _input;
    private readonly INoiseSampler _sampler;
    private readonly RowKey[] _keys;                       // [rows]

    /// <param name="layout">Which numbers stand where.</param>
    /// <param name="member">The member, which has noise.</param>
    /// <param name="units">[O] from units of the member's scale to those of losses.</param>
    /// <param name="mostRows">Most rows.</param>
    public NoiseDraws(WorldModelLayout layout, WorldModelMember member, float[] units, int mostRows)
    {
        (_condition, _outcomes, _units, _keys) = (layout.Condition, layout.Outcomes, units, new RowKey[mostRows]);
        _input = new Columns(layout.Condition + layout.Options.LatentSize, mostRows);
        _sampler = NoiseSampler.Of(layout, member, _input)!;
    }

    /// <summary>Draws the outcomes of all rows.</summary>
    public DrawnOutcomes Draw(WatchedRows rows)
    {
        var drawn = new DrawnOutcomes(rows, new float[rows.Count * DrawnOutcomes.Samples * _outcomes]);
        for (int row = 0; row < rows.Count; row++)
            for (int i = 0; i < _condition; i++) _input[i][row] = rows.Condition(row)[i];
        for (int sample = 0; sample < DrawnOutcomes.Samples; sample++)
        {
            for (int row = 0; row < rows.Count; row++) _keys[row] = new RowKey(Seed, (uint)row, (uint)sample);
            _sampler.SetKeys(_keys.AsSpan(0, rows.Count));
            _sampler.Draw(rows.Count);
            for (int row = 0; row < rows.Count; row++)
                for (int o = 0; o < _outcomes; o++) drawn.At(row, sample)[o] = _sampler.Output[o][row] * _units[o];
        }

        return drawn;
    }
}
