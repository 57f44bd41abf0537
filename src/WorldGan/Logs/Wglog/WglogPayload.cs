using System.Globalization;
using System.Text;
using MessagePack;
using WorldGan.Logs.Assembly;
using WorldGan.Worlds;

namespace WorldGan.Logs.Wglog;

/// <summary>Takes the steps out of payloads and checks them against the world.</summary>
internal sealed class WglogPayload(WorldSpec spec, LoggedRewards rewards, EpisodeAssembler episodes)
{
    private readonly int _width = spec.Numbers;
    private readonly StateVariable? _image = spec.Image;
    private readonly StateRules _rules = new(spec.State);
    private readonly ActionNames _actionNames = new(spec);
    private RewardRules _rewardRules = new(rewards);
    private double[] _states = [], _column = [];
    private double?[] _rewards = [], _probabilities = [];
    private int[] _actions = [];
    private bool _hasActionList = true;

    /// <summary>A writer began: where its header lists no actions, a whole number is no place in the list; and it had rewards, or it had none.</summary>
    public void Begin(WglogHeader header) => (_hasActionList, _rewardRules) = (header.Actions.Length > 0, new RewardRules(rewards));

    /// <summary>What was rounded away so far, where the log holds values of actions.</summary>
    public LogNotice? ToNotice() => _actionNames.ToNotice();

    /// <summary>[episode, step, state or nil, action, reward or nil, ending, next state or nil]; the action may be [action, its probability].</summary>
    public void ReadStep(WglogRecord record, LogPlace place)
    {
        var reader = new MessagePackReader(record.Payload);
        ExpectArray(ref reader, 7, "a step", place);
        string episode = ReadEpisode(ref reader);
        int number = ReadStepNumber(ref reader, place);
        Reserve(2, place, _image is null ? record.Payload.Length * 2 : int.MaxValue);  // how large an image is the world says
        bool hasState = ReadState(ref reader, _states.AsSpan(0, _width), "", place);
        bool hasProbability = reader.NextMessagePackType == MessagePackType.Array;
        if (hasProbability) ExpectArray(ref reader, 2, "an action and its probability", place);
        int action = ReadAction(ref reader, place);
        double? probability = hasProbability ? ReadProbability(ref reader, place) : null;
        double? reward = ReadReward(ref reader, place);
        (Ending ending, bool stops) = ReadEnding(ref reader, place);
        bool hasNextState = ReadState(ref reader, _states.AsSpan(_width, _width), "next_", place);
        episodes.Add(new LogStep
        {
            Episode = episode,
            Step = number,
            State = hasState ? _states.AsSpan(0, _width) : default,
            Action = action,
            Reward = reward,
            ActionProbability = probability,
            Ending = ending,
            NextState = hasNextState ? _states.AsSpan(_width, _width) : default,
            Stops = stops,
            Place = place,
        });
    }

    /// <summary>[episode, first step, [S][T + 1] states by variable, [T] actions, [T] rewards or nil, ending]; the actions may be [[T] actions, [T] their probabilities].</summary>
    public void ReadBlock(WglogRecord record, LogPlace place)
    {
        var reader = new MessagePackReader(record.Payload);
        ExpectArray(ref reader, 6, "a block", place);
        string episode = ReadEpisode(ref reader);
        int first = ReadStepNumber(ref reader, place);
        int count = ReadColumns(ref reader, place, record.Payload.Length);
        ReadActions(ref reader, count, place);
        ReadRewards(ref reader, count, place);
        (Ending ending, bool stops) = ReadEnding(ref reader, place);
        for (int t = 0; t < count; t++)
        {
            bool last = t == count - 1;
            episodes.Add(new LogStep
            {
                Episode = episode,
                Step = first + t,
                State = _states.AsSpan(t * _width, _width),
                Action = _actions[t],
                Reward = _rewards[t],
                ActionProbability = _probabilities[t],
                Ending = last ? ending : Ending.None,
                NextState = _states.AsSpan((t + 1) * _width, _width),
                Stops = last && stops,
                Place = place,
            });
        }
    }

    private int ReadColumns(ref MessagePackReader reader, LogPlace place, int payloadBytes)
    {
        ExpectArray(ref reader, spec.State.Count, "states by variable", place);
        int rows = 0;
        for (int i = 0; i < spec.State.Count; i++)
        {
            int got = reader.ReadArrayHeader();
            if (i == 0) Reserve(rows = got, place, payloadBytes);
            if (got != rows || rows < 2) throw new LogFormatException(place, $"'{spec.State[i].Name}' has {got} states, expected {(i == 0 ? "at least 2" : rows)}.");
            for (int t = 0; t < rows; t++)
            {
                if (_image is not null) ReadImage(ref reader, _image, _states.AsSpan(t * _width, _width), "", place);
                else _states[t * _width + i] = reader.ReadDouble();
            }
        }

        for (int t = 0; t < rows; t++) Check(_states.AsSpan(t * _width, _width), "", place);
        return rows - 1;
    }

    private void ReadActions(ref MessagePackReader reader, int count, LogPlace place)
    {
        if (_actions.Length < count) (_actions, _probabilities) = (new int[count], new double?[count]);
        bool haveProbabilities = AreTwoArrays(reader);
        if (haveProbabilities) reader.ReadArrayHeader();
        ExpectArray(ref reader, count, "actions", place);
        for (int t = 0; t < count; t++) _actions[t] = ReadAction(ref reader, place);
        if (haveProbabilities) ExpectArray(ref reader, count, "probabilities", place);
        for (int t = 0; t < count; t++) _probabilities[t] = haveProbabilities ? ReadProbability(ref reader, place) : null;
    }

    /// <summary>Looks ahead, with a reader of its own.</summary>
    private static bool AreTwoArrays(MessagePackReader ahead) => ahead.ReadArrayHeader() == 2 && ahead.NextMessagePackType == MessagePackType.Array;

    private void ReadRewards(ref MessagePackReader reader, int count, LogPlace place)
    {
        if (_rewards.Length < count) _rewards = new double?[count];
        bool areThere = !reader.TryReadNil();
        if (areThere) ExpectArray(ref reader, count, "rewards", place);
        for (int t = 0; t < count; t++) _rewards[t] = areThere ? ReadReward(ref reader, place) : _rewardRules.Next(null, place);
    }

    private static double? ReadProbability(ref MessagePackReader reader, LogPlace place)
    {
        if (reader.TryReadNil()) return null;
        double probability = reader.ReadDouble();
        return EpisodeRules.IsProbability(probability) ? probability : throw new LogFormatException(place, string.Create(null, $"the probability of an action is {probability}, expected {EpisodeRules.Probability}."));
    }

    /// <summary>Makes room for so many states, unless the payload is too short to hold them.</summary>
    private void Reserve(int rows, LogPlace place, int payloadBytes)
    {
        if ((long)rows * _width > payloadBytes) throw new LogFormatException(place, $"expected {rows} states of {_width} numbers, got {payloadBytes} bytes.");
        if (_states.Length < rows * _width) _states = new double[rows * _width];
    }

    private static string ReadEpisode(ref MessagePackReader reader) => reader.NextMessagePackType == MessagePackType.Integer
        ? reader.ReadInt64().ToString(CultureInfo.InvariantCulture)
        : reader.ReadString() ?? throw new MessagePackSerializationException("nil as episode");

    private static int ReadStepNumber(ref MessagePackReader reader, LogPlace place)
    {
        int step = reader.ReadInt32();
        return step >= 0 ? step : throw new LogFormatException(place, $"'step' is {step}, expected a whole number from 0.");
    }

    private bool ReadState(ref MessagePackReader reader, Span<double> state, string prefix, LogPlace place)
    {
        if (reader.TryReadNil()) return false;
        ExpectArray(ref reader, spec.State.Count, _image is null ? "numbers of a state" : "a state of an image", place);
        if (_image is not null)
        {
            ReadImage(ref reader, _image, state, prefix, place);
            return true;
        }

        foreach (ref double value in state) value = reader.ReadDouble();
        Check(state, prefix, place);
        return true;
    }

    private static void ReadImage(ref MessagePackReader reader, StateVariable image, Span<double> pixels, string prefix, LogPlace place)
    {
        if (reader.NextMessagePackType != MessagePackType.Binary) throw new LogFormatException(place, $"'{prefix}{image.Name}' is no binary value, expected the {pixels.Length} bytes of an image as one.");
        ReadOnlySpan<byte> bytes = reader.ReadBytes()!.Value.FirstSpan;       // one piece, since the payload is
        if (bytes.Length != pixels.Length)
            throw new LogFormatException(place, $"'{prefix}{image.Name}' has {bytes.Length} bytes, expected {pixels.Length}: {image.Height} rows of {image.Width} pixels of {image.Channels}.");
        for (int i = 0; i < pixels.Length; i++) pixels[i] = bytes[i];
    }

    private int ReadAction(ref MessagePackReader reader, LogPlace place)
    {
        if (reader.NextMessagePackType == MessagePackType.String)
        {
            string name = reader.ReadString()!;
            int found = _actionNames.Find(Encoding.UTF8.GetBytes(name), place);
            return found >= 0 ? found : throw new LogFormatException(place, _actionNames.Fault($"'{name}'"));
        }

        if (_actionNames.GoByValue && (reader.NextMessagePackType == MessagePackType.Float || !_hasActionList))
        {
            double value = reader.ReadDouble();
            int found = _actionNames.Find(value, place);
            return found >= 0 ? found : throw new LogFormatException(place, _actionNames.Fault(string.Create(null, $"{value}")));
        }

        long action = reader.ReadInt64();                           // the place in the header's list
        return action >= 0 && action < spec.Actions.Count ? (int)action : throw new LogFormatException(place, _actionNames.Fault($"{action}"));
    }

    private double? ReadReward(ref MessagePackReader reader, LogPlace place)
    {
        if (reader.TryReadNil()) return _rewardRules.Next(null, place);
        double reward = reader.ReadDouble();
        return double.IsFinite(reward) ? _rewardRules.Next(reward, place) : throw new LogFormatException(place, string.Create(null, $"'reward' is {reward}, expected a finite number."));
    }

    private static (Ending Ending, bool Stops) ReadEnding(ref MessagePackReader reader, LogPlace place) => reader.ReadInt32() switch
    {
        0 => (Ending.None, false),
        1 => (Ending.Terminal, false),
        2 => (Ending.TimeLimit, false),
        WglogFormat.Stops => (Ending.None, true),
        int other => throw new LogFormatException(place, $"'ending' is {other}, expected 0 (goes on), 1 (terminal), 2 (truncated) or 3 (stops)."),
    };

    private void Check(ReadOnlySpan<double> state, string prefix, LogPlace place)
    {
        if (_rules.FindFault(state, prefix) is { } fault) throw new LogFormatException(place, fault);
    }

    private static void ExpectArray(ref MessagePackReader reader, int expected, string what, LogPlace place)
    {
        int got = reader.ReadArrayHeader();
        if (got != expected) throw new LogFormatException(place, $"expected {what} as {expected} values, got {got}.");
    }
}
