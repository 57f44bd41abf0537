using System.Runtime.InteropServices;
using WorldGan.Worlds;

namespace WorldGan.Logs.Assembly;

/// <summary>The unbroken piece of an episode that is being read.</summary>
/// <param name="id">The episode's name.</param>
/// <param name="firstStep">Number of the piece's first step.</param>
internal sealed class EpisodePiece(string id, int firstStep)
{
    private readonly List<double> _states = [];     // row by row; one row more than steps, unless the last step waits for its next state
    private readonly List<int> _actions = [];
    private readonly List<double> _rewards = [];
    private readonly List<double?> _probabilities = [];
    private Ending _ending;

    public int NextStep => firstStep + _actions.Count;

    public bool HasEnded => _ending != Ending.None;

    public bool IsTerminal => _ending == Ending.Terminal;

    /// <summary>True while the last step's next state is not known yet.</summary>
    public bool Waits { get; private set; }

    /// <summary>Where the step that waits stands.</summary>
    public LogPlace WaitsAt { get; private set; }

    /// <summary>The last known state.</summary>
    /// <param name="numbers">How many numbers a state has.</param>
    public ReadOnlySpan<double> LastState(int numbers) => CollectionsMarshal.AsSpan(_states)[^numbers..];

    public void BeginAt(ReadOnlySpan<double> state) => _states.AddRange(state);

    /// <summary>Gives the step that waits its next state.</summary>
    public void Complete(ReadOnlySpan<double> nextState)
    {
        _states.AddRange(nextState);
        Waits = false;
    }

    /// <summary>Adds a step at the piece's last state.</summary>
    public void Add(in LogStep step)
    {
        _actions.Add(step.Action);
        if (step.Reward is { } reward) _rewards.Add(reward);
        _probabilities.Add(step.ActionProbability);
        _ending = step.Ending;
        WaitsAt = step.Place;
        Waits = step.NextState.IsEmpty;
        if (!Waits) _states.AddRange(step.NextState);
    }

    /// <summary>Takes away the step that waits: without a next state it is no transition.</summary>
    public void DropWaiting()
    {
        _actions.RemoveAt(_actions.Count - 1);
        _probabilities.RemoveAt(_probabilities.Count - 1);
        if (_rewards.Count > _actions.Count) _rewards.RemoveAt(_rewards.Count - 1);
        _ending = Ending.None;
        Waits = false;
    }

    /// <summary>Takes away the steps that are complete, as an episode that goes on, or null where there is none; the piece goes on at their last state.</summary>
    public Episode? Cut()
    {
        int steps = _actions.Count - (Waits ? 1 : 0);
        if (steps == 0) return null;
        int width = _states.Count / (_actions.Count + (Waits ? 0 : 1));
        var cut = new Episode { Id = id, FirstStep = firstStep, States = [.. _states[..((steps + 1) * width)]], Actions = [.. _actions[..steps]], Rewards = [.. _rewards[..steps]], ActionProbabilities = Probabilities(steps), Ending = Ending.None };
        _states.RemoveRange(0, steps * width);
        _actions.RemoveRange(0, steps);
        _rewards.RemoveRange(0, steps);
        _probabilities.RemoveRange(0, steps);
        firstStep += steps;
        return cut;
    }

    /// <summary>The piece as an episode, or null where it has no steps.</summary>
    public Episode? ToEpisode() => _actions.Count == 0 ? null : new Episode
    {
        Id = id,
        FirstStep = firstStep,
        States = [.. _states],
        Actions = [.. _actions],
        Rewards = [.. _rewards],
        ActionProbabilities = Probabilities(_actions.Count),
        Ending = _ending,
    };

    /// <summary>All of the first steps or, where one has none, nothing: the weight of an episode is their product.</summary>
    private double[] Probabilities(int steps) => _probabilities.Take(steps).All(p => p is not null) ? [.. _probabilities.Take(steps).Select(p => p!.Value)] : [];
}
