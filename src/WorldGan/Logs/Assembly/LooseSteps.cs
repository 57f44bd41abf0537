using System.Diagnostics.CodeAnalysis;
using System.Text;
using WorldGan.Worlds;

namespace WorldGan.Logs.Assembly;

/// <summary>Checks steps from files of text, and puts them together to episodes.</summary>
internal sealed class LooseSteps
{
    private readonly WorldSpec _spec;
    private readonly RewardRules _rewards;
    private readonly Action<LogNotice>? _report;
    private readonly EpisodeAssembler _episodes;
    private readonly EpisodeNaming _naming;
    private readonly StateRules _rules;
    private readonly ActionNames _actions;

    public LooseSteps(WorldSpec spec, LoggedRewards rewards, LoggedNames names, Action<LogNotice>? report)
    {
        (_spec, _rewards, _report) = (spec, new RewardRules(rewards), report);
        _episodes = new EpisodeAssembler(spec, report);
        _naming = new EpisodeNaming(_episodes, names, report);
        _rules = new StateRules(spec.State);
        _actions = new ActionNames(spec);
    }

    /// <summary>The next finished episode, in the order in which they ended.</summary>
    public bool TryTake([NotNullWhen(true)] out Episode? episode) => _episodes.TryTake(out episode);

    /// <summary>Ends all open episodes at the end of the file.</summary>
    public void Conclude()
    {
        if (_actions.ToNotice() is { } doubt) _report?.Invoke(doubt);
        _episodes.Conclude();
    }

    /// <summary>Takes the next step; one with a state only is the final state of its episode.</summary>
    /// <exception cref="LogFormatException">A value cannot be meant.</exception>
    public void Add(LooseStep step, LogPlace place)
    {
        double[] state = step.State ?? throw new LogFormatException(place, "'state' is missing, expected an array of numbers.");
        Check(state, "state", "", place);
        bool isFinalState = step.Action is null && step.Reward is null;
        (string name, int number) = _naming.Next(step.Episode, StepNumber(step, place), isFinalState, place);
        if (isFinalState)
        {
            _episodes.AddFinalState(new LogStep { Episode = name, Step = number, State = state, Place = place });
            return;
        }

        if (step.NextState is { } next) Check(next, "nextState", "next_", place);
        Ending ending = step.Terminated ? Ending.Terminal : step.Truncated ? Ending.TimeLimit : Ending.None;
        _episodes.Add(new LogStep
        {
            Episode = name,
            Step = number,
            State = state,
            Action = FindAction(step, place),
            Reward = _rewards.Next(step.Reward, place),
            ActionProbability = step.ActionProbability,
            Ending = ending,
            NextState = step.NextState,
            Place = place,
        });
        _naming.Ended(ending != Ending.None);
    }

    private void Check(double[] state, string name, string prefix, LogPlace place)
    {
        if (state.Length != _spec.State.Count)
            throw new LogFormatException(place, $"'{name}' has {state.Length} numbers, expected {_spec.State.Count}.");
        if (_rules.FindFault(state, prefix) is { } fault) throw new LogFormatException(place, fault);
    }

    private static int? StepNumber(LooseStep step, LogPlace place)
    {
        if (step.Step is not { } number) return null;
        return number >= 0 && number < int.MaxValue && number == Math.Floor(number)
            ? (int)number
            : throw new LogFormatException(place, string.Create(null, $"'step' is {number}, expected a whole number from 0."));
    }

    private int FindAction(LooseStep step, LogPlace place)
    {
        int action = step.Action is null ? -1 : _actions.Find(Encoding.UTF8.GetBytes(step.Action), place);
        return action >= 0 ? action : throw new LogFormatException(place, _actions.Fault(step.Action ?? "missing"));
    }
}
