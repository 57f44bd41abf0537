using WorldGan.Worlds;

namespace WorldGan.Logs.Inspection;

/// <summary>Counts and measures the episodes of a log.</summary>
internal sealed class LogInspector
{
    private readonly LogShape _shape;
    private readonly VariableScan[] _variables;
    private readonly long[] _actions;
    private readonly RangeScan _rewards = new(), _returns = new();
    private readonly StepLimitScan _limit = new();
    private readonly DegreeScan _degrees;
    private readonly Contradictions _contradictions;
    private readonly CopyScan _copies = new();
    private LogTally _tally;
    private ObservedEndings _endings;

    private LogInspector(LogShape shape)
    {
        _shape = shape;
        _variables = [.. shape.Spec.State.Select(v => new VariableScan(v.Name))];
        _actions = new long[shape.Spec.Actions.Count];
        _degrees = new DegreeScan(shape.Spec.State);
        _contradictions = new Contradictions(shape.Spec);
    }

    /// <summary>Inspects all episodes.</summary>
    /// <param name="episodes">The log's episodes.</param>
    /// <param name="shape">The world that they were read as.</param>
    /// <param name="drafts">Whether kinds and step limit are to be guessed.</param>
    public static LogInspection Inspect(IEnumerable<Episode> episodes, LogShape shape, bool drafts)
    {
        var inspector = new LogInspector(shape);
        foreach (Episode episode in episodes) inspector.Add(episode);
        return drafts ? inspector.Conclude(inspector.Draft(), []) : inspector.Conclude(shape.Spec, inspector._contradictions.Warnings());
    }

    private void Add(Episode episode)
    {
        for (int i = 0; i < episode.States.Length; i++) _variables[i % _variables.Length].Add(episode.States[i], isFirst: i < _variables.Length);
        foreach (int action in episode.Actions) _actions[action]++;
        foreach (double reward in episode.Rewards) _rewards.Add(reward);
        if (episode.HasRewards) _returns.Add(episode.Rewards.Sum());
        _limit.Add(episode);
        _degrees.Add(episode);
        _contradictions.Add(episode);
        _copies.Add(episode);
        _tally = new LogTally(_tally.Episodes + 1, _tally.Steps + episode.Count);
        _endings = episode.Ending switch
        {
            Ending.Terminal => _endings with { Terminal = _endings.Terminal + 1 },
            Ending.TimeLimit => _endings with { Truncated = _endings.Truncated + 1 },
            _ => _endings with { Stopped = _endings.Stopped + 1 },
        };
    }

    private WorldSpec Draft() => _shape.Spec with
    {
        State = _shape.Spec.Image is null ? [.. _variables.Select(v => v.Guess())] : _shape.Spec.State,
        StepLimit = _limit.Guess(),
    };

    private LogInspection Conclude(WorldSpec spec, IEnumerable<string> contradictions)
    {
        ObservedAction[] actions = [.. spec.Actions.Select((a, i) => new ObservedAction(a.Name, _actions[i], _tally.Steps == 0 ? 0 : (double)_actions[i] / _tally.Steps))];
        return new LogInspection
        {
            Draft = spec,
            Tally = _tally,
            HasRewards = !_rewards.IsEmpty,
            Returns = _returns.ToRange(),
            Rewards = _rewards.ToRange(),
            Endings = _endings,
            State = [.. _variables.Select((v, i) => new ObservedVariable(v.Name, spec.State[i].Kind, v.Range.ToRange()))],
            Actions = actions,
            Warnings = [.. _shape.Warnings, .. contradictions, .. Warnings(spec, actions)],
        };
    }

    private IEnumerable<string> Warnings(WorldSpec spec, ObservedAction[] actions)
    {
        if (_tally.Steps == 0)
        {
            yield return "The log has no step.";
            yield break;
        }

        foreach (string warning in _degrees.Warnings().Concat(_copies.Warnings())) yield return warning;
        foreach (VariableScan variable in _variables.Where(v => v.IsConstant)) yield return string.Create(null, $"Variable '{variable.Name}' is always {variable.Range.Low}.");
        foreach (StateVariable variable in spec.State.Where(v => v.Kind == VariableKind.Category))
            yield return $"Variable '{variable.Name}' is taken as one of {variable.Categories} categories without order; if more of it means more, make it real.";
        foreach (ObservedAction action in actions)
        {
            if (action.Steps == 0) yield return $"Action '{action.Name}' never appears.";
            else if (action.Share < 0.01) yield return string.Create(null, $"Action '{action.Name}' appears in {100 * action.Share:0.0##} % of steps.");
        }

        if (actions.Length < 2) yield return "There is only one action: nothing can be decided.";
        if (_endings.Terminal == 0 && spec.TerminalWhen is null) yield return "No episode ends with a terminal step: a learned world will not know an end.";
        if (_rewards.IsEmpty && spec.RewardIs is null) yield return "The log has no rewards: what it does can be imitated, and nothing else can be learned from it than the world.";
        if (!_rewards.IsEmpty && _rewards.Low == _rewards.High) yield return string.Create(null, $"Every reward is {_rewards.Low}: only the length of an episode makes a difference.");
        if (spec is { RewardRange: { } range, RewardIs: null } && !_rewards.IsEmpty && !(range.Allows((float)_rewards.Low) && range.Allows((float)_rewards.High)))
            yield return string.Create(null, $"Rewards go from {_rewards.Low} to {_rewards.High}, but the world's rewardRange from {range.Low} to {range.High}: nothing is learned from such a log.");
    }
}
