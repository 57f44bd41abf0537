using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using WorldGan.Logs.Assembly;
using WorldGan.Worlds;

namespace WorldGan.Logs.Mapping;

/// <summary>Makes steps of equal length of values that come at any time, in the order of their times. Logs/README.md says by what rules.</summary>
internal sealed class Resampler
{
    private readonly LogMapping _mapping;
    private readonly WorldSpec _spec;
    private readonly Slots _slots;
    private readonly ImportReport _report;
    private readonly Held _held;
    private readonly StepClock _clock;
    private readonly StepActions _actions;
    private readonly StepReward _reward;
    private readonly StateRules _rules;
    private readonly double[] _state;
    private readonly Queue<Episode> _finished = new();
    private Stretch? _stretch;
    private int _tick, _episode = -1;                      // the next moment of the clock; the episode
    private (long Time, Ending Ending)? _end;              // of the stretch, where its flag has come
    private bool _waits, _isNew = true;                    // until the flag is taken back; whether the next stretch begins an episode
    private long _episodeStart, _lastTick, _now = long.MinValue;
    private int _nextStep;

    public Resampler(LogMapping mapping, WorldSpec spec, Slots slots, ImportReport report)
    {
        (_mapping, _spec, _slots, _report) = (mapping, spec, slots, report);
        _held = new Held(slots);
        _clock = new StepClock(mapping.Rate);
        _actions = new StepActions(spec.Actions.Count);
        _reward = new StepReward(mapping.Reward?.Take);
        _rules = new StateRules(spec.State);
        _state = new double[slots.State];
    }

    /// <summary>The next stretch that is complete.</summary>
    public bool TryTake([NotNullWhen(true)] out Episode? episode) => _finished.TryDequeue(out episode);

    /// <summary>Takes the next value; that of an action is its number in the world.</summary>
    public void Add(in Sample sample)
    {
        while (_stretch is not null && NextTick < sample.Time) Tick();
        _now = sample.Time;
        if (sample.Slot == Sample.NewFile)
        {
            if (_mapping.EpisodeEachFile) BeginEpisode(sample.Time);
            return;
        }

        bool isOther = sample.Slot == _slots.Episode && _held[sample.Slot].IsThere && _held[sample.Slot] != sample.Value;
        _held.Take(sample);
        if (isOther) BeginEpisode(sample.Time);
        else if (sample.Slot == _slots.Action) _actions.Change((int)sample.Value.Number!.Value, sample.Time);
        else if (sample.Slot == _slots.Reward) _reward.Add(sample.Value.Number!.Value);
        else if (sample.Slot >= 0 && (sample.Slot == _slots.Terminated || sample.Slot == _slots.Truncated)) TakeFlag(sample.Time);
        if (_stretch is null && !_waits && _held.FindStale(sample.Time) < 0) Begin(sample.Time);
    }

    /// <summary>Ends the last stretch at the last value.</summary>
    public void Conclude()
    {
        while (_stretch is not null && NextTick <= _now) Tick();
        End(Ending.None);
    }

    private long NextTick => _end?.Time ?? _clock.Of(_tick);

    /// <summary>What comes from now on is another episode; the state must come anew.</summary>
    private void BeginEpisode(long time)
    {
        End(Ending.None);
        ForgetBefore(time);
        (_isNew, _waits) = (true, false);
    }

    private void TakeFlag(long time)
    {
        bool terminated = _held.IsSet(_slots.Terminated), truncated = _held.IsSet(_slots.Truncated);
        if (_stretch is not null)
        {
            if (terminated || (truncated && _end is null)) _end = (_end?.Time ?? time, terminated ? Ending.Terminal : Ending.TimeLimit);
        }
        else if (terminated || truncated)
        {
            _waits = true;
        }
        else if (_waits)
        {
            _waits = false;
            ForgetBefore(time);
        }
    }

    private void Begin(long time)
    {
        long since = _clock.Steps(time - _episodeStart);
        if (!_isNew && ((time - _lastTick) / 1e9 > _mapping.NewEpisodeAfter || since > int.MaxValue / 2))
        {
            _isNew = true;
            ForgetRewardBefore(time);
        }

        if (_isNew)
        {
            _episode++;
            (_episodeStart, _nextStep, since, _isNew) = (time, 0, 0, false);
        }

        _stretch = new Stretch(_episode.ToString(CultureInfo.InvariantCulture), Math.Max(_nextStep, (int)since));
        (_tick, _end) = (0, null);
        _clock.Begin(time);
    }

    private void Tick()
    {
        long time = NextTick;
        if (_held.FindStale(time) is >= 0 and int stale)
        {
            _report.Drop($"gaps: '{_slots[stale].Path.Text}' was older than its maxAge");
            End(Ending.None);
        }
        else if (_end is not null && _tick > 0 && time - _lastTick < _clock.Period / 2)
        {
            if (_mapping.Reward is not null && _stretch!.Count > 0) _stretch.LastReward = _reward.With(_stretch.LastReward);
            _report.Drop("parts of steps before an end, shorter than half a step");          // the end is nearer to the moment before: it belongs to the step that led there
            End(_end.Value.Ending);
        }
        else if (_tick > 0 && !_reward.IsKnown)
        {
            _report.Drop("stretches before the first reward");
            bool isFirst = _stretch!.NextStep == 0;
            End(Ending.None);
            if (isFirst) (_isNew, _episode) = (true, _episode - 1);                          // nothing of the episode is there yet: it begins later
        }
        else
        {
            Take(time);
        }
    }

    private void Take(long time)
    {
        for (int i = 0; i < _state.Length; i++)
        {
            _state[i] = _held[i].Number!.Value;
            if (_rules.FindFault(i, _state[i]) is { } fault) throw new LogFormatException(_held.PlaceOf(i), fault);
        }

        if (_tick > 0) _stretch!.AddStep(_actions.End(time), _reward.End());
        else _reward.End();
        _stretch!.AddState(_state);
        _actions.Begin(time);
        _lastTick = time;
        _tick++;
        if (_end is { } end) End(end.Ending);
    }

    private void End(Ending ending)
    {
        if (_stretch is null) return;
        if (_stretch.Count > 0) _finished.Enqueue(_stretch.ToEpisode(ending));
        else _report.Drop("stretches shorter than a step");
        _nextStep = _stretch.NextStep;
        if (_tick == 0) _lastTick = _clock.Of(0);
        _stretch = null;
        if (ending == Ending.None) return;
        (_isNew, _waits) = (true, _held.IsSet(_slots.Terminated) || _held.IsSet(_slots.Truncated));
        if (!_waits) ForgetBefore(_now);
    }

    /// <summary>State and reward as they were before a moment are those of another episode.</summary>
    private void ForgetBefore(long time)
    {
        _held.ForgetStateBefore(time);
        ForgetRewardBefore(time);
    }

    private void ForgetRewardBefore(long time)
    {
        if (_held.TimeOf(_slots.Reward) < time) _reward.Forget();
    }
}
