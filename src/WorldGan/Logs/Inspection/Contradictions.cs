using System.Globalization;
using WorldGan.Numerics;
using WorldGan.Worlds;
using WorldGan.Worlds.Expressions;

namespace WorldGan.Logs.Inspection;

/// <summary>Where a log contradicts what world.json states: it is believed, so what it has wrong would be learned, imagined and judged by without a word.</summary>
/// <param name="spec">The world as logs record it.</param>
internal sealed class Contradictions(WorldSpec spec)
{
    /// <summary>Of a log that contradicts its world in more of its episodes nothing is judged.</summary>
    private const double MostShare = 0.01;

    private readonly StateCondition? _terminal = spec.TerminalWhen is { } condition ? StateCondition.Parse(condition, spec) : null;
    private readonly StateNumber? _reward = spec.RewardIs is { } number ? StateNumber.Parse(number, spec) : null;
    private readonly RewardRange _rewardRange = spec.RewardIs is null ? default : spec.KnownRewardRange;
    private readonly (int Variable, BoundsScan Scan)[] _bounds = [.. spec.State.Index().Where(v => (v.Item.Low ?? v.Item.High) is not null).Select(v => (v.Index, new BoundsScan(v.Item)))];
    private readonly StepLimitScan _limit = new();
    private readonly RangeScan _rewardErrors = new();
    private readonly float[] _next = new float[spec.Numbers];
    private Sightings _endsInside, _missedEnds, _wrongEnds, _otherRewards, _rewardsBeyond, _unknownRewards;
    private long _episodes, _steps, _terminals, _tooLong;
    private int _longest;
    private string? _lastId;

    /// <summary>Takes the next episode, or the next piece of the last one.</summary>
    public void Add(Episode episode)
    {
        if (episode.FirstStep == 0 || episode.Id != _lastId) Begin(episode.Id);
        _steps += episode.Count;
        _limit.Add(episode);
        int length = episode.FirstStep + episode.Count;
        if (episode.FirstStep <= spec.StepLimit && length > spec.StepLimit) _tooLong++;
        _longest = Math.Max(_longest, length);
        foreach ((int j, BoundsScan scan) in _bounds)
            for (int at = j; at < episode.States.Length; at += _next.Length) scan.Add(episode.States[at]);
        if (_terminal is null && _reward is null) return;
        for (int t = 0; t < episode.Count; t++) AddStep(episode, t);
    }

    /// <summary>What contradicts the world, as sentences.</summary>
    public IEnumerable<string> Warnings()
    {
        if (_endsInside.Count > 0)
            yield return Text($"terminalWhen holds after {_endsInside.Count} of {_steps} steps although their episodes go on, in {_endsInside.Episodes} of {_episodes} episodes, first {_endsInside.First}: the learned world ends there.");
        if (_missedEnds.Count > 0) yield return Text($"terminalWhen does not hold after {_missedEnds.Count} of {_terminals} terminal steps, first {_missedEnds.First}: the learned world goes on there.");
        if (_unknownRewards.Count > 0) yield return Text($"rewardIs is no finite number after {_unknownRewards.Count} of {_steps} steps, first {_unknownRewards.First}: nothing is learned from such a log.");
        if (_otherRewards.Count > 0)
            yield return Text($"rewardIs differs from the logged reward in {_otherRewards.Count} of {_steps} steps, by {_rewardErrors.ToRange().Mean:G4} on average ({_rewardErrors.Low:G4} to {_rewardErrors.High:G4}), first {_otherRewards.First}: what is learned and judged, also of the log, is what rewardIs says.");
        if (_rewardsBeyond.Count > 0)
            yield return Text($"rewardIs lies outside of rewardRange, {_rewardRange.Low} to {_rewardRange.High}, after {_rewardsBeyond.Count} of {_steps} steps, first {_rewardsBeyond.First}: the nearer bound counts.");
        foreach ((_, BoundsScan scan) in _bounds)
            if (scan.Episodes > 0) yield return Text($"'{scan.Name}' leaves its bounds, {scan.Words}, in {scan.Episodes} of {_episodes} logged episodes, by up to {scan.Most:G4}: the learned world keeps to the bounds.");
        if (_tooLong > 0) yield return Text($"Of {_episodes} logged episodes {_tooLong} go on beyond the stepLimit of {spec.StepLimit}, the longest to {_longest} steps: imagined ones are cut there, and are judged beside the beginnings of logged ones.");
        if (_limit.Guess() is { } limit && limit < (spec.StepLimit ?? int.MaxValue) && _limit.AtLimit > 1)
            yield return Text($"Logged episodes are cut after {limit} steps ({_limit.AtLimit} of the {_limit.Truncated} that are cut), but the world {(spec.StepLimit is { } stated ? Text($"has a stepLimit of {stated}") : "has no stepLimit")}: imagined ones go on. If {limit} is the limit, write \"stepLimit\": {limit}.");
    }

    /// <summary>Why nothing that is judged in a world of this specification can be believed; null where it can. Rewards are no reason: the log's are counted as rewardIs says too.</summary>
    public string? WhyNotToJudge()
    {
        if (_wrongEnds.Episodes > MostShare * _episodes) return $"terminalWhen contradicts {Percent(_wrongEnds.Episodes, _episodes)} of the logged episodes";
        return Array.Find(_bounds, bound => bound.Scan.Episodes > MostShare * _episodes).Scan is { } left ? $"'{left.Name}' leaves its bounds in world.json in {Percent(left.Episodes, _episodes)} of the logged episodes" : null;
    }

    private void Begin(string id)
    {
        _lastId = id;
        _episodes++;
        foreach ((_, BoundsScan scan) in _bounds) scan.Begin();
    }

    private void AddStep(Episode episode, int t)
    {
        for (int j = 0; j < _next.Length; j++)
        {
            var value = (float)episode.States[(t + 1) * _next.Length + j];
            _next[j] = spec.State[j].Kind == VariableKind.Angle ? ExactMath.WrapAngle(value) : value;
        }

        if (_terminal is not null) AddEnd(_terminal.Holds(_next, episode.Actions[t]), episode, t);
        if (_reward is not null) AddReward(_reward.At(_next, episode.Actions[t]), episode, t);
    }

    // The last step of an episode that was cut, or whose record stops, says nothing of an end.
    private void AddEnd(bool holds, Episode episode, int t)
    {
        bool isLast = t == episode.Count - 1, isTerminal = isLast && episode.Ending == Ending.Terminal;
        if (isTerminal) _terminals++;
        if (isLast && !isTerminal || holds == isTerminal) return;
        (holds ? ref _endsInside : ref _missedEnds).Add(_episodes, episode, t);
        _wrongEnds.Add(_episodes, episode, t);
    }

    private void AddReward(double reward, Episode episode, int t)
    {
        if (!float.IsFinite((float)reward))
        {
            _unknownRewards.Add(_episodes, episode, t);
            return;
        }

        if (!_rewardRange.Allows((float)reward)) _rewardsBeyond.Add(_episodes, episode, t);
        if (!episode.HasRewards) return;
        double error = reward - episode.Rewards[t];
        if (Math.Abs(error) <= Math.Max(0.01 * (_rewardRange.High - _rewardRange.Low), 1e-6 * Math.Max(Math.Abs(_rewardRange.Low), Math.Abs(_rewardRange.High)))) return;         // rounding
        _otherRewards.Add(_episodes, episode, t, _otherRewards.Count == 0 ? Text($" ({reward:G4} instead of {episode.Rewards[t]:G4})") : "");
        _rewardErrors.Add(error);
    }

    private static string Percent(long part, long of) => Text($"{Math.Min(100, Math.Ceiling(100.0 * part / of))} %");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    /// <summary>Steps at which something was seen.</summary>
    private struct Sightings
    {
        private long _lastEpisode;

        public long Count { get; private set; }

        /// <summary>Episodes with any.</summary>
        public long Episodes { get; private set; }

        public string First { get; private set; }

        public void Add(long episodeNumber, Episode episode, int t, string what = "")
        {
            if (Count++ == 0) First = Text($"in episode '{episode.Id}', step {episode.FirstStep + t}{what}");
            if (episodeNumber != _lastEpisode) Episodes++;
            _lastEpisode = episodeNumber;
        }
    }
}
