using WorldGan.Worlds;

namespace WorldGan.Cli;

/// <summary>A simulator under the words of a user's world.json, which may have another step limit, discount or name.</summary>
internal sealed class SpecifiedSimulator : IWorld
{
    private readonly IWorld _simulator;

    public SpecifiedSimulator(IWorld simulator, WorldSpec spec)
    {
        (_simulator, Spec) = (simulator, spec);
        WorldSpec its = simulator.Spec;
        if (its.State.Count != spec.State.Count || its.Actions.Count != spec.Actions.Count)
            throw new ArgumentException($"World '{spec.Name}': expected {its.State.Count} state variables and {its.Actions.Count} actions as its simulator '{its.Name}' has, got {spec.State.Count} and {spec.Actions.Count}.");
    }

    public WorldSpec Spec { get; }

    public void Reset(ReadOnlySpan<RowKey> keys, Span<float> states) => _simulator.Reset(keys, states);

    public void Step(StepBatch batch) => _simulator.Step(batch);
}
