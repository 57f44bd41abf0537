using WorldGan.Numerics;
using WorldGan.Worlds;

namespace WorldGan.Simulators;

/// <summary>A true world that is written for one row at a time.</summary>
public abstract class RowSimulator : IWorld
{
    private protected RowSimulator(string name)
        : this(BuiltInWorlds.Read(name))
    {
    }

    private protected RowSimulator(WorldSpec spec) => Spec = spec;

    /// <inheritdoc/>
    public WorldSpec Spec { get; }

    /// <inheritdoc/>
    public void Reset(ReadOnlySpan<RowKey> keys, Span<float> states)
    {
        int width = Spec.State.Count;
        if (states.Length != keys.Length * width) throw new ArgumentException($"Expected {keys.Length * width} numbers of states, got {states.Length}.");
        for (int row = 0; row < keys.Length; row++)
        {
            var random = new RandomStream(keys[row].Seed, RandomPurpose.Reset, keys[row].Trajectory);
            Begin(states.Slice(row * width, width), ref random);
        }
    }

    /// <inheritdoc/>
    public void Step(StepBatch batch)
    {
        batch.Validate(Spec);
        int width = Spec.State.Count;
        for (int row = 0; row < batch.Count; row++)
        {
            RowKey key = batch.Keys[row];
            var random = new RandomStream(key.Seed, RandomPurpose.Dynamics, key.Trajectory, key.Step);
            Span<float> next = batch.NextStates.Slice(row * width, width);
            (double reward, bool isTerminal) = Move(batch.States.Slice(row * width, width), batch.Actions[row], next, ref random);
            batch.Rewards[row] = (float)reward;
            batch.Endings[row] = !IsFinite(next) ? Ending.Invalid : isTerminal ? Ending.Terminal : Ending.None;
        }
    }

    /// <inheritdoc/>
    public virtual IReadOnlyList<Hump> Humps(ReadOnlySpan<float> state, int action) => [];

    /// <summary>Writes the first state of an episode.</summary>
    private protected abstract void Begin(Span<float> state, ref RandomStream random);

    /// <summary>Writes the next state; one that is not finite makes the step invalid.</summary>
    private protected abstract (double Reward, bool IsTerminal) Move(ReadOnlySpan<float> state, int action, Span<float> next, ref RandomStream random);

    private static bool IsFinite(ReadOnlySpan<float> values)
    {
        foreach (float value in values)
            if (!float.IsFinite(value)) return false;
        return true;
    }
}
