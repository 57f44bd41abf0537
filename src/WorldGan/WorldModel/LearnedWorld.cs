using WorldGan.Datasets;
using WorldGan.Numerics;
using WorldGan.Worlds;

namespace WorldGan.WorldModel;

/// <summary>
/// A world learned from a log: an ensemble of conditional generators with reward and terminal heads. Each trajectory follows one member, drawn from
/// its key. A state that leaves what the log knows ends its row as <see cref="Ending.LeftSupport"/>.
/// </summary>
public sealed class LearnedWorld : IWorld
{
    private readonly Spares<EnsembleStep> _steps;
    private readonly WorldModelMember[] _members;

    internal LearnedWorld(WorldModelLayout layout, WorldModelMember[] members, float[] startStates)
    {
        (Layout, _members, StartStates) = (layout, members, startStates);
        _steps = new Spares<EnsembleStep>(() => new EnsembleStep(this));
    }

    /// <inheritdoc/>
    public WorldSpec Spec => Layout.Spec;

    /// <summary>The units of the networks, measured on the log.</summary>
    public Normalizer Normalizer => Layout.Normalizer;

    /// <summary>Settings it was learned with.</summary>
    public WorldModelOptions Options => Layout.Options;

    /// <summary>[M, S] first states of logged episodes, from which <see cref="Reset"/> draws.</summary>
    public float[] StartStates { get; }

    /// <summary>Number of ensemble members.</summary>
    public int MemberCount => _members.Length;

    internal WorldModelLayout Layout { get; }

    internal IReadOnlyList<WorldModelMember> Members => _members;

    /// <summary>The member that a trajectory follows.</summary>
    public int MemberOf(RowKey key) => new RandomStream(key.Seed, RandomPurpose.Member, key.Trajectory).NextInt32(_members.Length);

    /// <summary>Lowest and highest value of a variable that still counts as known. The arc of an angle runs up from low to high: past ±π where low is the larger one.</summary>
    public (float Low, float High) Envelope(int variable) => Layout.Envelope[variable];

    /// <summary>Whether a state lies where the log knows the world: each variable in its <see cref="Envelope"/>, each category and flag one that the log holds.</summary>
    /// <param name="state">[S] state in the units of the specification, angles wrapped.</param>
    public bool Knows(ReadOnlySpan<float> state) => Support.Holds(Layout, state);

    /// <inheritdoc/>
    public void Reset(ReadOnlySpan<RowKey> keys, Span<float> states)
    {
        int width = Spec.State.Count;
        if (states.Length != keys.Length * width) throw new ArgumentException($"Expected {keys.Length * width} numbers of states, got {states.Length}.");
        for (int row = 0; row < keys.Length; row++)
        {
            int start = new RandomStream(keys[row].Seed, RandomPurpose.Reset, keys[row].Trajectory).NextInt32(StartStates.Length / width);
            StartStates.AsSpan(start * width, width).CopyTo(states[(row * width)..]);
        }
    }

    /// <inheritdoc/>
    public void Step(StepBatch batch)
    {
        batch.Validate(Spec);
        EnsembleStep step = _steps.Take();
        step.Run(batch);
        _steps.Return(step);
    }
}
