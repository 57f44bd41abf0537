using WorldGan.Numerics;

namespace WorldGan.WorldModel;

/// <summary>A member's training as the runner of members sees it, with held-out errors now and then.</summary>
/// <param name="start">Starts the training from nothing, with all learning rates times a factor.</param>
/// <param name="heldOut">Measures a member's errors on held-out episodes.</param>
/// <param name="rateFactor">The factor.</param>
internal sealed class WorldMemberRun(Func<double, MemberTrainer> start, Func<WorldModelMember, IEnumerable<OpenLoopErrorAt>> heldOut, double rateFactor = 1) : IMemberRun
{
    private const int StepsBetweenErrors = 1000;

    private static readonly string[] Stages = [.. Enum.GetNames<WorldModelStage>().Select(name => name.ToLowerInvariant())];

    public MemberTrainer Trainer { get; } = start(rateFactor);

    public string Stage => Stages[(int)Trainer.Stage];

    public bool IsDone => Trainer.Stage == WorldModelStage.Done;

    public int StepsDone => Trainer.StepsDone;

    public int Steps => Trainer.Steps;

    public IEnumerable<(string Name, Array Values)> State => Trainer.State;

    public IReadOnlyList<(string Name, double Value)> Step() => Trainer.Step();

    public void Restore(Checkpoint checkpoint) => Trainer.Restore(checkpoint);

    public IMemberRun AtRate(double factor) => new WorldMemberRun(start, heldOut, factor);

    /// <summary>Whether there is something to measure.</summary>
    public static bool IsDue(WorldMemberRun run) => run.IsDone || (run.Trainer.Stage == WorldModelStage.Noise && run.StepsDone % StepsBetweenErrors == 0);

    public Measurement Measure()
    {
        if (!IsDue(this)) return Measurement.None;
        Measurement noise = Trainer.MeasureNoise();
        return noise with { Values = [.. heldOut(Trainer.Member).Select(e => ($"heldOutRmse{e.Step}", e.Rmse ?? double.NaN)), .. noise.Values] };
    }
}
