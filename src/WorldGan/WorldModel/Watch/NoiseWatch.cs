using WorldGan.Datasets;
using WorldGan.Numerics;
using WorldGan.WorldModel.Noise;

namespace WorldGan.WorldModel.Watch;

/// <summary>Measures how the noise of one member does, on rows that it learns from and on rows that are held out. Nothing that is learned hangs on it.</summary>
internal sealed class NoiseWatch
{
    private const int MostRows = 256;

    private readonly NoiseDraws _draws;
    private readonly WatchedRows _heldOut, _training;
    private readonly float[] _neighbours;                  // [held-out rows, O] the outcome of the training row with the nearest condition
    private readonly double _scale;
    private readonly bool[] _matters;                      // [O]

    /// <param name="layout">Which numbers stand where.</param>
    /// <param name="member">The member; its mean and scale are known, its noise learns.</param>
    /// <param name="data">The log.</param>
    /// <param name="split">Which of its rows train, and which judge.</param>
    /// <param name="residuals">[N, O] what the mean leaves of each logged outcome, in units of the member's scale.</param>
    public NoiseWatch(WorldModelLayout layout, WorldModelMember member, TransitionSet data, EpisodeSplit split, float[] residuals)
    {
        float[] units = LossUnits.Of(member);
        _draws = new NoiseDraws(layout, member, units, MostRows);
        _scale = member.Scale.Max();
        _matters = [.. units.Select(unit => unit >= 1)];
        _heldOut = WatchedRows.Of(layout, data, RowSelection.Spread(split.HeldOut, MostRows), residuals, units);
        _training = WatchedRows.Of(layout, data, RowSelection.Spread(split.Training, MostRows), residuals, units);
        var all = WatchedRows.Of(layout, data, split.Training, residuals, units);
        _neighbours = [.. Enumerable.Range(0, _heldOut.Count).SelectMany(row => all.Outcome(all.Nearest(_heldOut.Condition(row))).ToArray())];
    }

    /// <summary>Draws outcomes for the watched conditions and compares them with the log.</summary>
    /// <param name="critic">The critic as it stands; null where the loss has none.</param>
    public NoiseHealth Measure(Mlp<float>? critic)
    {
        DrawnOutcomes heldOut = _draws.Draw(_heldOut), training = _draws.Draw(_training);
        double distance = heldOut.DistanceToLog();
        CriticJudgement? judgement = critic is null ? null : CriticJudgement.Of(critic, _heldOut, heldOut);
        return new NoiseHealth
        {
            Rows = _heldOut.Count,
            Scale = _scale,
            LatentSpread = heldOut.Spread() / distance,
            LeastDispersion = Enumerable.Range(0, _matters.Length).Where(o => _matters[o]).Min(heldOut.Dispersion),
            MarginalEnergy = heldOut.MarginalEnergy(),
            TrainingDistance = training.DistanceToLog() / distance,
            NeighbourDistance = heldOut.DistanceTo(_neighbours) / _heldOut.DistanceTo(_neighbours),
            CriticWins = judgement?.Wins,
            CriticGap = judgement?.Gap,
        };
    }
}
