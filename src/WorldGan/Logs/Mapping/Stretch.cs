using WorldGan.Worlds;

namespace WorldGan.Logs.Mapping;

/// <summary>The steps of an unbroken stretch of a recording.</summary>
/// <param name="episode">Name of its episode.</param>
/// <param name="firstStep">Steps of the episode before it.</param>
internal sealed class Stretch(string episode, int firstStep)
{
    private readonly List<double> _states = [], _rewards = [];
    private readonly List<int> _actions = [];

    public int Count => _actions.Count;

    /// <summary>Number of the step behind it in the episode.</summary>
    public int NextStep => firstStep + Count;

    public void AddState(ReadOnlySpan<double> state) => _states.AddRange(state);

    public void AddStep(int action, double? reward)
    {
        _actions.Add(action);
        if (reward is { } earned) _rewards.Add(earned);
    }

    /// <summary>What the last step earned.</summary>
    public double LastReward
    {
        get => _rewards[^1];
        set => _rewards[^1] = value;
    }

    public Episode ToEpisode(Ending ending) => new() { Id = episode, FirstStep = firstStep, States = [.. _states], Actions = [.. _actions], Rewards = [.. _rewards], Ending = ending };
}
