using System.Text;
using WorldGan.Logs.Assembly;
using WorldGan.Worlds;

namespace WorldGan.Logs.Jsonl;

/// <summary>Reads the episodes of a file with one JSON object a step as a stream.</summary>
internal sealed class JsonlReader
{
    private readonly LogSource _source;
    private readonly WorldSpec _spec;
    private readonly RewardRules _rewards;
    private readonly Action<LogNotice>? _report;
    private readonly EpisodeAssembler _episodes;
    private readonly EpisodeNaming _naming;
    private readonly StateRules _rules;
    private readonly ActionNames _actions;

    public JsonlReader(LogSource source, WorldSpec spec, LoggedRewards rewards, Action<LogNotice>? report)
    {
        (_source, _spec, _rewards, _report) = (source, spec, new RewardRules(rewards), report);
        _episodes = new EpisodeAssembler(report);
        _naming = new EpisodeNaming(_episodes, report);
        _rules = new StateRules(spec.State);
        _actions = new ActionNames(spec);
    }

    public IEnumerable<Episode> Read()
    {
        using Stream stream = _source.Open();
        var lines = new ByteLines(stream, _source.Name, quotes: false);
        bool any = false;
        while (lines.TryRead())
        {
            if (TryParse(lines) is { } step)
            {
                any = true;
                Take(step, lines.Place);
            }

            while (_episodes.TryTake(out Episode? episode)) yield return episode;
        }

        if (!any) throw new LogFormatException(new LogPlace(_source.Name, Line: 1), $"expected one JSON object a line, got {(stream.Length == 0 ? "an empty file" : "none that is whole")}.");
        if (_actions.ToNotice() is { } rounded) _report?.Invoke(rounded);
        _episodes.Conclude();
        while (_episodes.TryTake(out Episode? episode)) yield return episode;
    }

    /// <summary>A line that is not JSON is damage and not a wrong value: it is skipped and reported.</summary>
    private JsonlStep? TryParse(ByteLines lines)
    {
        if (JsonlStep.TryParse(lines.Line.Span, lines.Place) is { } step) return step;
        _report?.Invoke(lines.IsUnfinished
            ? new LogNotice(LogNoticeKind.TornTail, lines.Place, "The last line is not whole and was skipped.")
            : new LogNotice(LogNoticeKind.Damage, lines.Place, "The line is no JSON and was skipped."));
        return null;
    }

    private void Take(JsonlStep step, LogPlace place)
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

    private static int? StepNumber(JsonlStep step, LogPlace place)
    {
        if (step.Step is not { } number) return null;
        return number >= 0 && number < int.MaxValue && number == Math.Floor(number)
            ? (int)number
            : throw new LogFormatException(place, string.Create(null, $"'step' is {number}, expected a whole number from 0."));
    }

    private int FindAction(JsonlStep step, LogPlace place)
    {
        int action = step.Action is null ? -1 : _actions.Find(Encoding.UTF8.GetBytes(step.Action), place);
        return action >= 0 ? action : throw new LogFormatException(place, _actions.Fault(step.Action ?? "missing"));
    }
}
