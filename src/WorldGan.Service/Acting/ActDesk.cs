using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using WorldGan.Service.Hosting;

namespace WorldGan.Service.Acting;

/// <summary>Answers questions, the same way for HTTP and for the socket. One instance serves one caller at a time and keeps its buffers: an answer allocates nothing.</summary>
internal sealed class ActDesk
{
    private const int MostKeptNumbers = 1 << 14, MostKeptBytes = 1 << 20;

    /// <summary>Numbers of the rows, or of the values, of one question: 64 MB each. A state may be a few bytes of a question and a row as long as its history.</summary>
    private const long MostNumbers = 1 << 24;

    private readonly ActQuestion _question = new();
    private readonly ArrayBufferWriter<byte> _answer = new(1 << 10);
    private readonly Utf8JsonWriter _json;
    private float[] _rows = [], _values = [];
    private int[] _actions = [];
    private bool[] _outside = [];

    public ActDesk() => _json = new Utf8JsonWriter(_answer, new JsonWriterOptions { SkipValidation = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    /// <summary>Whether a long question has made its buffers too large to be kept.</summary>
    public bool IsLarge => _rows.Length > MostKeptNumbers || _question.Capacity > MostKeptNumbers || _answer.Capacity > MostKeptBytes;

    /// <summary>Answers a question about a world.</summary>
    /// <param name="json">The question.</param>
    /// <param name="world">The world.</param>
    /// <returns>The answer as JSON; overwritten by the next one.</returns>
    /// <exception cref="ProblemException">The question is wrong (400) or too long (413), no version is published, or a state lies beyond the support and the world refuses those (409).</exception>
    public ReadOnlyMemory<byte> Answer(in ReadOnlySequence<byte> json, ActingWorld world)
    {
        _question.Read(json, namesWorld: false);
        return Answer(world);
    }

    /// <summary>Answers a question that names its world.</summary>
    /// <param name="json">The question.</param>
    /// <param name="find">Finds the world.</param>
    /// <inheritdoc cref="Answer(in ReadOnlySequence{byte}, ActingWorld)"/>
    public ReadOnlyMemory<byte> Answer(in ReadOnlySequence<byte> json, Func<string, ActingWorld> find)
    {
        _question.Read(json, namesWorld: true);
        return Answer(find(_question.World!));
    }

    /// <summary>A fault as one line of JSON.</summary>
    public ReadOnlyMemory<byte> Refuse(ProblemException problem)
    {
        Begin();
        _json.WriteStartObject();
        _json.WriteNumber("status"u8, problem.Status);
        _json.WriteString("detail"u8, problem.Message);
        _json.WriteEndObject();
        return End();
    }

    private ReadOnlyMemory<byte> Answer(ActingWorld world)
    {
        LoadedVersion version = world.Required;            // one version to the end, whatever is published meanwhile
        int count = _question.States;
        Choose(version, count);
        Guard(world, count);
        Begin();
        Write(world, version.Number, count);
        return End();
    }

    private void Choose(LoadedVersion version, int count)
    {
        int width = version.Given.Width, actions = version.World.Spec.Actions.Count;
        ExpectLengths(version, count, width, actions);
        Grow(count, width, actions);
        for (int i = 0; i < count; i++) version.WriteRow(_question.State(i), i, _rows.AsSpan(i * width, width));
        if (count == 0) return;
        version.Policy.Choose(_rows.AsSpan(0, count * width), _actions.AsSpan(0, count), _values.AsSpan(0, count * actions));
        for (int i = 0; i < count; i++) _outside[i] = !version.World.Knows(_rows.AsSpan(i * width, width));
    }

    /// <summary>Refuses what is no list of states before room is made for their rows.</summary>
    private void ExpectLengths(LoadedVersion version, int count, int width, int actions)
    {
        long most = MostNumbers / Math.Max(width, actions);
        if (count > most) throw new ProblemException(413, $"states: expected at most {most}, got {count}. Send them in several questions.");
        if (count < 2) return;
        if (_rows.Length < width) _rows = new float[width];
        for (int i = 0; i < count; i++)
            if (i == 0 || _question.State(i).Length != _question.State(i - 1).Length) version.WriteRow(_question.State(i), i, _rows.AsSpan(0, width));
    }

    private void Guard(ActingWorld world, int count)
    {
        if (world.Settings.OutsideSupport == OutsideSupport.Refuse && Array.IndexOf(_outside, true, 0, count) is >= 0 and int first)
            throw new ProblemException(409, $"states[{first}]: expected a state that the log covers, got one beyond it, where the policy only guesses.");
        if (world.Fallback is { } fallback)
            for (int i = 0; i < count; i++)
                if (_outside[i]) _actions[i] = fallback;
    }

    private void Write(ActingWorld world, int version, int count)
    {
        int actions = world.ActionNames.Length;
        _json.WriteStartObject();
        _json.WriteStartArray("actions"u8);
        foreach (int action in _actions.AsSpan(0, count)) _json.WriteNumberValue(action);
        _json.WriteEndArray();
        _json.WriteStartArray("names"u8);
        foreach (int action in _actions.AsSpan(0, count)) _json.WriteStringValue(world.ActionNames[action]);
        _json.WriteEndArray();
        _json.WriteStartArray("values"u8);
        for (int i = 0; i < count; i++)
        {
            _json.WriteStartArray();
            foreach (float value in _values.AsSpan(i * actions, actions)) WriteValue(value);
            _json.WriteEndArray();
        }

        _json.WriteEndArray();
        _json.WriteNumber("version"u8, version);
        _json.WriteStartArray("outsideSupport"u8);
        foreach (bool outside in _outside.AsSpan(0, count)) _json.WriteBooleanValue(outside);
        _json.WriteEndArray();
        _json.WriteEndObject();
    }

    /// <summary>Far beyond the log the networks may say anything, also what is no number.</summary>
    private void WriteValue(float value)
    {
        if (float.IsFinite(value)) _json.WriteNumberValue(value);
        else _json.WriteNullValue();
    }

    private void Begin()
    {
        _answer.ResetWrittenCount();
        _json.Reset();
    }

    private ReadOnlyMemory<byte> End()
    {
        _json.Flush();
        return _answer.WrittenMemory;
    }

    private void Grow(int count, int width, int actions)
    {
        if (_rows.Length < count * width) _rows = new float[count * width];
        if (_values.Length < count * actions) _values = new float[count * actions];
        if (_actions.Length < count) (_actions, _outside) = (new int[count], new bool[count]);
    }
}
