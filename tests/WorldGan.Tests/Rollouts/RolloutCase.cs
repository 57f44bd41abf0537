using WorldGan.Rollouts;
using WorldGan.Worlds;

namespace WorldGan.Tests.Rollouts;

/// <summary>A rollout to be made: everything that its result may depend on.</summary>
/// <param name="Name">Of the <see cref="TestWorld"/>.</param>
/// <param name="PolicyName">Of its policy.</param>
/// <param name="Rows">B.</param>
/// <param name="Horizon">T.</param>
/// <param name="Seed">Of the start states, and so of everything.</param>
/// <param name="Beginnings">Where the rows begin.</param>
internal sealed record RolloutCase(string Name, string PolicyName, int Rows, int Horizon, ulong Seed, Beginnings Beginnings)
{
    public TestWorld Test => TestWorld.Find(Name);

    public IWorld World => Test.World;

    public WorldSpec Spec => World.Spec;

    public IPolicy Policy => Test.Policy(PolicyName);

    public StartStates Starts => Beginnings switch
    {
        Beginnings.Episodes => StartStates.Episodes(World, Rows, Seed),
        Beginnings.Logged => StartStates.Logged(Test.Data, Rows, Seed),
        _ => Late(StartStates.Logged(Test.Data, Rows, Seed)),
    };

    public RolloutBatch Run() => Run(Starts);

    public RolloutBatch Run(StartStates starts) => RolloutEngine.Run(World, Policy, starts, Horizon);

    // 1 to 10 steps before the step limit.
    private StartStates Late(StartStates starts) =>
        starts with { Keys = [.. starts.Keys.Select((key, row) => key with { Step = (uint)(Spec.StepLimit!.Value - 1 - row % 10) })] };
}

/// <summary>Where the rows of a rollout begin.</summary>
internal enum Beginnings
{
    Episodes,
    Logged,
    ShortBeforeTheLimit,
}
