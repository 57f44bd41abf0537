using WorldGan.Logs.Assembly;
using WorldGan.Policies;
using WorldGan.WorldModel;
using WorldGan.Worlds;

namespace WorldGan.Runs;

/// <summary>A trained policy at the controls: one state in, one action out.</summary>
public sealed class Controller
{
    private readonly QPolicy _policy;
    private readonly StateRules _rules;
    private readonly (float Low, float High)[] _envelope;

    private Controller(QPolicy policy, LearnedWorld world)
    {
        _policy = policy;
        _rules = new StateRules(policy.Spec.State);
        _envelope = [.. Enumerable.Range(0, policy.Spec.State.Count).Select(world.Envelope)];
    }

    /// <summary>The world that it acts in.</summary>
    public WorldSpec Spec => _policy.Spec;

    /// <summary>Opens what a run has trained.</summary>
    /// <exception cref="InvalidDataException">The run has no world or no policy yet, or a file is damaged.</exception>
    /// <exception cref="IOException">There is no run in the folder.</exception>
    public static Controller Open(RunFolder folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        folder.ReadDescription();
        return new Controller(QPolicyFile.Read(folder.Expect(folder.Policy)).Policy, LearnedWorldFile.Read(folder.Expect(folder.World)).World);
    }

    /// <summary>Chooses the action with the highest value.</summary>
    /// <param name="state">[S] state in the units of the world.</param>
    /// <exception cref="ArgumentException">A number is missing, not finite, or no category of its variable.</exception>
    public ControllerAnswer Act(ReadOnlySpan<double> state)
    {
        if (state.Length != Spec.State.Count) throw new ArgumentException($"Expected {Spec.State.Count} numbers ({string.Join(", ", Spec.State.Select(v => v.Name))}), got {state.Length}.");
        if (_rules.FindFault(state) is { } fault) throw new ArgumentException(fault);
        var single = new float[state.Length];
        for (int j = 0; j < single.Length; j++)
            if (!float.IsFinite(single[j] = (float)state[j])) throw new ArgumentException($"'{Spec.State[j].Name}' is {state[j]}, expected a number that single precision holds.");
        var values = new float[Spec.Actions.Count];
        _policy.Values(single, values);
        int action = Array.IndexOf(values, values.Max());
        return new ControllerAnswer(action, values, IsOutside(single));
    }

    private bool IsOutside(float[] state)
    {
        for (int j = 0; j < state.Length; j++)
            if (state[j] < _envelope[j].Low || state[j] > _envelope[j].High) return true;
        return false;
    }
}

/// <summary>What a controller says to a state.</summary>
/// <param name="Action">Index of the action to take.</param>
/// <param name="Values">[A] expected discounted return of each action.</param>
/// <param name="OutsideSupport">The state lies beyond what the log covers: the answer is a guess.</param>
public sealed record ControllerAnswer(int Action, IReadOnlyList<float> Values, bool OutsideSupport);
