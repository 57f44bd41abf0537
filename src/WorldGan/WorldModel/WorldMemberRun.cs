using WorldGan.Numerics;

namespace WorldGan.WorldModel;

/// <summary>A member's training as the runner of members sees it, with held-out errors now and then.</summary>
/// <param name="trainer">The training.</param>
/// <param name="heldOut">Measures the member's errors on held-out episodes.</param>
internal sealed class WorldMemberRun(MemberTrainer trainer, Func<IEnumerable<OpenLoopErrorAt>> heldOut) : IMemberRun
{
    private const int StepsBetweenErrors = 1000;

    public MemberTrainer Trainer => trainer;

    public string Stage => trainer.Stage.ToString().ToLowerInvariant();

    public bool IsDone => trainer.Stage == WorldModelStage.Done;

    public int StepsDone => trainer.StepsDone;

    public int Steps => trainer.Steps;

    public IEnumerable<(string Name, Array Values)> State => trainer.State;

    public IReadOnlyList<(string Name, double Value)> Step() => trainer.Step();

    public void Restore(Checkpoint checkpoint) => trainer.Restore(checkpoint);

    public IReadOnlyList<(string Name, double Value)> Measure()
    {
        bool due = IsDone || (trainer.Stage == WorldModelStage.Noise && StepsDone % StepsBetweenErrors == 0);
        if (!due) return [];
        return [.. heldOut().Select(e => ($"heldOutRmse{e.Step}", e.Rmse ?? double.NaN))];
    }
}
