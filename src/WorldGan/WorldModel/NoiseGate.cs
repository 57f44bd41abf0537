using WorldGan.Datasets;
using WorldGan.Numerics;
using WorldGan.Worlds;

namespace WorldGan.WorldModel;

/// <summary>
/// How much of its noise an ensemble keeps. The noise of a member is as wide as all that its mean missed on held-out rows. What was not chance in that but the member's own error is spread a second time by the
/// disagreement of the members. So the noise of each variable is narrowed as far as the ensemble's continuous ranked probability score on held-out rows falls (Gneiting and Raftery 2007, equation 21):
/// E|X - y| - ½ E|X - X'| of a logged change y and draws X, X' of random members. A world that has noise of its own keeps it.
/// </summary>
internal sealed class NoiseGate
{
    private const int MostRows = 1000;
    private const int Draws = 8;                           // of each row by each member
    private const int Shares = 10;                         // that are tried: 0, 1/10 … 1

    private readonly WorldModelLayout _layout;
    private readonly TransitionSet _data;
    private readonly int[] _rows;
    private readonly RowKey[] _keys;                       // [N, Draws]
    private readonly float[][] _means, _draws;             // [M][N, Draws, S] next states without and with noise

    private NoiseGate(WorldModelLayout layout, WorldModelMember[] members, TransitionSet data, int[] rows, ulong seed)
    {
        (_layout, _data, _rows) = (layout, data, rows);
        ulong own = DerivedSeed.Of(seed, RandomPurpose.NoiseGateSeed, 0);
        _keys = [.. Enumerable.Range(0, rows.Length * Draws).Select(i => new RowKey(own, (uint)i, 0))];
        _draws = [.. members.Select(Step)];
        float[][] scales = [.. members.Select(member => member.Scale.ToArray())];
        foreach (WorldModelMember member in members) Array.Clear(member.Scale);
        _means = [.. members.Select(Step)];
        for (int m = 0; m < members.Length; m++) scales[m].CopyTo(members[m].Scale, 0);
    }

    /// <summary>Narrows the noise of all members.</summary>
    /// <param name="layout">The world.</param>
    /// <param name="members">Its members, trained.</param>
    /// <param name="data">The log.</param>
    /// <param name="split">Which of its rows are held out.</param>
    /// <param name="seed">Seed of the draws.</param>
    public static void Apply(WorldModelLayout layout, WorldModelMember[] members, TransitionSet data, EpisodeSplit split, ulong seed)
    {
        if (!layout.HasNoise) return;
        var gate = new NoiseGate(layout, members, data, RowSelection.Spread(split.HeldOut, MostRows), seed);
        for (int o = 0; o < layout.Outcomes; o++)
        {
            float share = gate.BestShare(o);
            foreach (WorldModelMember member in members) member.Scale[o] *= share;
        }
    }

    private float[] Step(WorldModelMember member)
    {
        int width = _data.Width;
        float[] states = new float[_keys.Length * width], next = new float[states.Length];
        for (int i = 0; i < _keys.Length; i++) _data.State(_rows[i / Draws]).CopyTo(states.AsSpan(i * width));
        new LearnedWorld(_layout, [member], states[..width]).Step(new StepBatch
        {
            Keys = _keys,
            States = states,
            Actions = [.. _keys.Select((_, i) => _data.Actions[_rows[i / Draws]])],
            NextStates = next,
            Rewards = new float[_keys.Length],
            Endings = new Ending[_keys.Length],
        });
        return next;
    }

    private float BestShare(int outcome)
    {
        int j = _layout.Continuous[outcome], width = _data.Width;
        StateVariable variable = _layout.Spec.State[j];
        float[] misses = Of((m, i) => Normalizer.Change(variable, _data.NextState(_rows[i / Draws])[j], _means[m][i * width + j]));
        float[] noise = Of((m, i) => Normalizer.Change(variable, _means[m][i * width + j], _draws[m][i * width + j]));
        return Enumerable.Range(0, Shares + 1).Reverse().Select(i => (float)i / Shares).MinBy(share => Score(misses, noise, share));

        float[] Of(Func<int, int, float> number) => [.. Enumerable.Range(0, _means.Length * _keys.Length).Select(at => number(at / _keys.Length, at % _keys.Length))];
    }

    // A draw is paired with the next one of every member: another latent.
    private double Score(float[] misses, float[] noise, float share)
    {
        double near = 0, apart = 0;
        int members = _means.Length;
        for (int i = 0; i < _keys.Length; i++)
        {
            int other = i / Draws * Draws + (i + 1) % Draws;
            for (int m = 0; m < members; m++)
            {
                float error = At(m, i);
                near += Math.Abs(error);
                for (int n = 0; n < members; n++) apart += Math.Abs(error - At(n, other)) / members;
            }
        }

        return near - 0.5 * apart;

        float At(int member, int row) => misses[member * _keys.Length + row] + share * noise[member * _keys.Length + row];
    }
}
