using System.Globalization;
using WorldGan.Logs;
using WorldGan.Worlds;

namespace WorldGan.Simulators;

/// <summary>An episode while it is played.</summary>
internal sealed class EpisodeRecording(WorldSpec spec)
{
    private readonly int _present = spec.AsRecorded().State.Count;
    private readonly List<double> _states = [];
    private readonly List<int> _actions = [];
    private readonly List<double> _rewards = [];
    private readonly List<double> _probabilities = [];
    private Ending _ending;

    /// <summary>Steps so far.</summary>
    public int Count => _actions.Count;

    public void Begin(ReadOnlySpan<float> state) => AddState(state);

    /// <summary>Adds a step and returns how the episode goes on; the step limit is counted here.</summary>
    public Ending Add(int action, double? probability, float reward, ReadOnlySpan<float> next, Ending ending)
    {
        if (ending == Ending.Invalid) return ending;

        AddState(next);
        _actions.Add(action);
        _rewards.Add(reward);
        if (probability is { } known) _probabilities.Add(known);
        if (ending == Ending.None && Count == spec.StepLimit) ending = Ending.TimeLimit;
        _ending = ending == Ending.LeftSupport ? Ending.None : ending;
        return ending;
    }

    public Episode ToEpisode(uint trajectory)
    {
        if (Count == 0) throw new InvalidOperationException($"Expected a finite first step in trajectory {trajectory} of world '{spec.Name}', got one that is not.");

        return new Episode
        {
            Id = trajectory.ToString(CultureInfo.InvariantCulture),
            States = [.. _states],
            Actions = [.. _actions],
            Rewards = [.. _rewards],
            ActionProbabilities = [.. _probabilities],
            Ending = _ending,
        };
    }

    private void AddState(ReadOnlySpan<float> state)
    {
        foreach (float value in state[.._present]) _states.Add(value);
    }
}
