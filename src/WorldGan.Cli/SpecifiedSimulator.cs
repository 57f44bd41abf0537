using WorldGan.Worlds;

namespace WorldGan.Cli;

/// <summary>A simulator under the words of a user's world.json, which may have another step limit, discount or name.</summary>
internal sealed class SpecifiedSimulator : IWorld
{
    private readonly IWorld _simulator;

    public SpecifiedSimulator(IWorld simulator, WorldSpec spec)
    {
        (_simulator, Spec) = (simulator, spec);
        Expect("state variables", simulator.Spec.State.Select(v => v.Name), spec.State.Select(v => v.Name));
        Expect("actions", simulator.Spec.Actions.Select(a => a.Name), spec.Actions.Select(a => a.Name));
    }

    public WorldSpec Spec { get; }

    public void Reset(ReadOnlySpan<RowKey> keys, Span<float> states) => _simulator.Reset(keys, states);

    public void Step(StepBatch batch) => _simulator.Step(batch);

    public IReadOnlyList<Hump> Humps(ReadOnlySpan<float> state, int action) => _simulator.Humps(state, action);

    /// <summary>The simulator knows numbers only: under other names, or in another order, they would mean something else.</summary>
    private void Expect(string what, IEnumerable<string> its, IEnumerable<string> got)
    {
        if (!its.SequenceEqual(got, StringComparer.OrdinalIgnoreCase))
            throw new InvalidDataException($"World '{Spec.Name}': expected the {what} {string.Join(", ", its)} of its simulator '{_simulator.Spec.Name}', in this order, got {string.Join(", ", got)}.");
    }
}
