using System.Globalization;
using WorldGan.Numerics;
using WorldGan.Worlds;
using WorldGan.Worlds.Expressions;

namespace WorldGan.Logs.Inspection;

/// <summary>Where a log contradicts what world.json states: it is believed, so what it has wrong would be learned, imagined and judged by without a word.</summary>
/// <param name="spec">The world as logs record it.</param>
internal sealed class Contradictions(WorldSpec spec)
{
    /// <summary>Of a log that contradicts its world more often nothing is judged. Rounding to single precision comes to less.</summary>
    private const double MostShare = 0.01;

    private readonly StateCondition? _terminal = spec.TerminalWhen is { } condition ? StateCondition.Parse(condition, spec) : null;
    private readonly StateNumber? _reward = spec.RewardIs is { } number ? StateNumber.Parse(number, spec) : null;
    private readonly (int Variable, float Low, float High)[] _bounds =
        [.. spec.State.Index().Where(v => (v.Item.Low ?? v.Item.High) is not null).Select(v => (v.Index, (float)(v.Item.Low ?? double.NegativeInfinity), (float)(v.Item.High ?? double.PositiveInfinity)))];
    private readonly RangeScan[] _outside = [.. spec.State.Select(_ => new RangeScan())];
    private readonly long[] _outsideCounts = new long[spec.State.Count], _episodesOutside = new long[spec.State.Count];
    private readonly StepLimitScan _limit = new();
    private readonly RangeScan _rewardErrors = new();
    private readonly float[] _next = new float[spec.Numbers];
    private Sightings _endsInside, _missedEnds, _otherRewards, _impossibleRewards;
    private long _episodes, _steps, _states, _terminals, _episodesWithEndsInside, _tooLong;
    private int _longest;

    /// <summary>Takes the next episode.</summary>
    public void Add(Episode episode)
    {
        _episodes++;
        _steps += episode.Count;
        _states += episode.Count + 1;
        _limit.Add(episode);
        if (episode.FirstStep + episode.Count > spec.StepLimit) _tooLong++;
        _longest = Math.Max(_longest, episode.FirstStep + episode.Count);
        AddStates(episode);
        if (_terminal is null && _reward is null) return;
        long before = _endsInside.Count;
        for (int t = 0; t < episode.Count; t++) AddStep(episode, t);
        if (_endsInside.Count > before) _episodesWithEndsInside++;
    }

    /// <summary>What contradicts the world, as sentences.</summary>
    public IEnumerable<string> Warnings()
    {
        if (_endsInside.Count > 0)
            yield return Text($"terminalWhen holds after {_endsInside.Count} of {_steps} steps behind which logged episodes go on, in {_episodesWithEndsInside} of {_episodes} episodes, first {_endsInside.First}: the learned world ends there.");
        if (_missedEnds.Count > 0) yield return Text($"terminalWhen does not hold after {_missedEnds.Count} of {_terminals} terminal steps, first {_missedEnds.First}: the learned world goes on there.");
        if (_otherRewards.Count > 0)
            yield return Text($"rewardIs differs from the logged reward in {_otherRewards.Count} of {_steps} steps, by {_rewardErrors.ToRange().Mean:G4} on average ({_rewardErrors.Low:G4} to {_rewardErrors.High:G4}), first {_otherRewards.First}: what is learned and judged, also of the log, is what rewardIs says.");
        if (_impossibleRewards.Count > 0)
            yield return Text($"rewardIs lies outside of rewardRange, {spec.RewardRange!.Value.Low} to {spec.RewardRange.Value.High}, after {_impossibleRewards.Count} of {_steps} steps, first {_impossibleRewards.First}: the nearer bound counts.");
        foreach ((int j, float low, float high) in _bounds)
            if (_outsideCounts[j] > 0)
                yield return Text($"'{spec.State[j].Name}' lies outside of its bounds, {Words(low, high)}, in {_outsideCounts[j]} of {_states} logged states and {_episodesOutside[j]} of {_episodes} episodes, and comes to {(_outside[j].Low < low ? _outside[j].Low : _outside[j].High):G4}: the learned world keeps to the bounds.");
        if (_tooLong > 0) yield return Text($"Of {_episodes} logged episodes {_tooLong} go on beyond the stepLimit of {spec.StepLimit}, the longest to {_longest} steps: imagined ones are cut there, and are judged beside the beginnings of logged ones.");
        if (_limit.Guess() is { } limit && limit < (spec.StepLimit ?? int.MaxValue) && _limit.AtLimit > 1)
            yield return Text($"Logged episodes are cut after {limit} steps ({_limit.AtLimit} of the {_limit.Truncated} that are cut), but the world {(spec.StepLimit is { } stated ? Text($"has a stepLimit of {stated}") : "has no stepLimit")}: imagined ones go on. If {limit} is the limit, write \"stepLimit\": {limit}.");
    }

    /// <summary>Why nothing that is judged in a world of this specification can be believed; null where it can. Rewards are no reason: the log's are counted as rewardIs says too.</summary>
    public string? WhyNotToJudge()
    {
        long wrongEnds = _episodesWithEndsInside + _missedEnds.Count;
        if (wrongEnds > MostShare * _episodes) return $"terminalWhen contradicts {Percent(wrongEnds, _episodes)} of the logged episodes";
        foreach ((int j, _, _) in _bounds)
            if (_episodesOutside[j] > MostShare * _episodes) return $"'{spec.State[j].Name}' leaves its bounds in world.json in {Percent(_episodesOutside[j], _episodes)} of the logged episodes";
        return null;
    }

    private void AddStates(Episode episode)
    {
        foreach ((int j, float low, float high) in _bounds)
        {
            long before = _outsideCounts[j];
            for (int t = 0; t <= episode.Count; t++)
            {
                double value = episode.States[t * _next.Length + j];
                if ((float)value >= low && (float)value <= high) continue;
                _outside[j].Add(value);
                _outsideCounts[j]++;
            }

            if (_outsideCounts[j] > before) _episodesOutside[j]++;
        }
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
        if (holds && !isLast) _endsInside.Add(episode, t);
        if (!holds && isTerminal) _missedEnds.Add(episode, t);
    }

    private void AddReward(double reward, Episode episode, int t)
    {
        RewardRange range = spec.RewardRange!.Value;
        if (!range.Allows((float)reward)) _impossibleRewards.Add(episode, t);
        if (!episode.HasRewards) return;
        double error = reward - episode.Rewards[t];
        if (Math.Abs(error) <= Math.Max(0.01 * (range.High - range.Low), 1e-6 * Math.Max(Math.Abs(range.Low), Math.Abs(range.High)))) return;         // rounding
        _otherRewards.Add(episode, t, Text($" ({reward:G4} instead of {episode.Rewards[t]:G4})"));
        _rewardErrors.Add(error);
    }

    private static string Words(float low, float high) => float.IsInfinity(high) ? Text($"at least {low}") : float.IsInfinity(low) ? Text($"at most {high}") : Text($"{low} to {high}");

    private static string Percent(long part, long of) => Text($"{Math.Min(100, Math.Ceiling(100.0 * part / of))} %");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private struct Sightings
    {
        public long Count { get; private set; }

        public string First { get; private set; }

        public void Add(Episode episode, int t, string what = "")
        {
            if (Count++ == 0) First = Text($"in episode '{episode.Id}', step {episode.FirstStep + t}{what}");
        }
    }
}
