using WorldGan.Datasets;
using WorldGan.Policies;
using WorldGan.WorldModel;
using WorldGan.Worlds;

namespace WorldGan.Runs;

/// <summary>
/// A trained policy at the controls: one state in, one action out. In a world with a history it remembers the states that it was given and the actions
/// that it chose, so an instance serves one machine.
/// </summary>
/// <example><code>
/// Controller controller = Controller.Open(new RunFolder("runs/arm"));
/// ControllerAnswer answer = controller.Act([0.5, 2.6]);
/// Console.WriteLine($"{controller.Spec.Actions[answer.Action].Name}{(answer.OutsideSupport ? ", which is a guess" : "")}");
/// </code></example>
public sealed class Controller
{
    private readonly QPolicy _policy;
    private readonly LearnedWorld _world;
    private readonly GivenState _given;
    private readonly StateStack _stack;
    private float[] _row;                                  // [seen S] of the state before
    private int? _taken;                                   // the action that was chosen then; null where nothing came before

    private Controller(QPolicy policy, LearnedWorld world)
    {
        (_policy, _world) = (policy, world);
        _stack = new StateStack(policy.Spec);
        _given = new GivenState(Spec);
        _row = new float[_stack.Width];
    }

    /// <summary>The world that it acts in, as it is recorded.</summary>
    public WorldSpec Spec => _stack.Recorded;

    /// <summary>Opens what a run has trained.</summary>
    /// <exception cref="InvalidDataException">The run has no world or no policy yet, or a file is damaged.</exception>
    /// <exception cref="IOException">There is no run in the folder.</exception>
    public static Controller Open(RunFolder folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        folder.ReadDescription();
        (QPolicy policy, Provenance policyFrom) = QPolicyFile.Read(folder.Expect(folder.Policy));
        (LearnedWorld world, Provenance worldFrom) = LearnedWorldFile.Read(folder.Expect(folder.World));
        if (policyFrom != worldFrom || !policy.Spec.Equals(world.Spec))
            throw new InvalidDataException($"{folder.Path}: expected a policy and a world of the same data and seed, got {policyFrom} and {worldFrom}.");
        return new Controller(policy, world);
    }

    /// <summary>Forgets what came before: the next state begins an episode. Without a history there is nothing to forget.</summary>
    public void Begin() => _taken = null;

    /// <summary>Chooses as the policy does. After a state that was refused the next one begins anew, as behind a gap in a log.</summary>
    /// <param name="state">[S] state in the units of the world.</param>
    /// <exception cref="ArgumentException">A number is missing, not finite, or no category of its variable.</exception>
    public ControllerAnswer Act(ReadOnlySpan<double> state)
    {
        int? taken = _taken;
        Begin();
        var row = new float[_stack.Width];
        _given.Write(state, row);
        if (taken is { } action) _stack.Shift(_row, action, row);
        else _stack.Begin(row);
        var values = new float[Spec.Actions.Count];
        var chosen = new int[1];
        _policy.Choose(row, chosen, values);
        (_row, _taken) = (row, chosen[0]);
        return new ControllerAnswer(chosen[0], values, !_world.Knows(row));
    }
}

/// <summary>What a controller says to a state.</summary>
/// <param name="Action">Index of the action to take.</param>
/// <param name="Values">[A] expected discounted return of each action.</param>
/// <param name="OutsideSupport">The state, or one that the history remembers, lies beyond what the log covers: the answer is a guess.</param>
public sealed record ControllerAnswer(int Action, IReadOnlyList<float> Values, bool OutsideSupport);
