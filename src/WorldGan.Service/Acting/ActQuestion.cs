using System.Buffers;
using System.Text;
using System.Text.Json;
using WorldGan.Service.Hosting;

namespace WorldGan.Service.Acting;

/// <summary>A question such as <c>{"states":[[0.1,0,-0.02,0]]}</c>. One instance reads many, one after the other, and keeps its buffers.</summary>
internal sealed class ActQuestion
{
    private double[] _numbers = new double[64];
    private int[] _ends = new int[16];                     // of each state, in the numbers
    private int _count;

    /// <summary>B, the number of states.</summary>
    public int States { get; private set; }

    /// <summary>The world, where the question names it.</summary>
    public string? World { get; private set; }

    /// <summary>Numbers that its buffers hold.</summary>
    public int Capacity => _numbers.Length + _ends.Length;

    /// <summary>The numbers of a state.</summary>
    public ReadOnlySpan<double> State(int index) => _numbers.AsSpan()[(index == 0 ? 0 : _ends[index - 1]).._ends[index]];

    /// <summary>Reads a question.</summary>
    /// <param name="json">The text.</param>
    /// <param name="namesWorld">Whether it must say which world it is about.</param>
    /// <exception cref="ProblemException">It is none (400); the message says where.</exception>
    public void Read(in ReadOnlySequence<byte> json, bool namesWorld)
    {
        (_count, States, World) = (0, -1, null);
        var reader = new Utf8JsonReader(json);
        try
        {
            Read(ref reader, namesWorld);
        }
        catch (InvalidOperationException e)                    // half a character in a key
        {
            throw new ProblemException(400, "Expected JSON such as {\"states\":[[…]]}, got text that is no Unicode.", e);
        }
        catch (JsonException e)
        {
            throw new ProblemException(400, $"Line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}: expected JSON such as {{\"states\":[[…]]}}, got something else.", e);
        }

        if (States < 0) throw new ProblemException(400, "Expected 'states', a list of states, got none.");
        if (namesWorld && World is null) throw new ProblemException(400, "Expected 'world', the name of a world, got none.");
    }

    private void Read(ref Utf8JsonReader reader, bool namesWorld)
    {
        reader.Read();
        Expect(ref reader, JsonTokenType.StartObject, "an object with 'states'");
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            if (reader.ValueTextEquals("states"u8) && States < 0) ReadStates(ref reader);
            else if (namesWorld && reader.ValueTextEquals("world"u8) && World is null) ReadWorld(ref reader);
            else throw Fault(ref reader, namesWorld ? "the keys 'world' and 'states', each once" : "the key 'states', once");
        }

        reader.Read();                                     // nothing but space may follow, else it throws
    }

    private void ReadWorld(ref Utf8JsonReader reader)
    {
        reader.Read();
        Expect(ref reader, JsonTokenType.String, "the name of a world");
        const int LongestName = 64;
        if (reader.HasValueSequence || reader.ValueIsEscaped || reader.ValueSpan.Length > LongestName) throw Fault(ref reader, "the name of a world");
        World = Encoding.UTF8.GetString(reader.ValueSpan);
    }

    private void ReadStates(ref Utf8JsonReader reader)
    {
        reader.Read();
        Expect(ref reader, JsonTokenType.StartArray, "a list of states");
        States = 0;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            Expect(ref reader, JsonTokenType.StartArray, "a state, a list of numbers");
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                Expect(ref reader, JsonTokenType.Number, "a number");
                if (_count == _numbers.Length) Array.Resize(ref _numbers, 2 * _count);
                _numbers[_count++] = reader.GetDouble();
            }

            if (States == _ends.Length) Array.Resize(ref _ends, 2 * States);
            _ends[States++] = _count;
        }
    }

    private static void Expect(ref Utf8JsonReader reader, JsonTokenType type, string expected)
    {
        if (reader.TokenType != type) throw Fault(ref reader, expected);
    }

    private static ProblemException Fault(ref Utf8JsonReader reader, string expected) =>
        new(400, $"Byte {reader.TokenStartIndex + 1}: expected {expected}, got {Describe(reader.TokenType)}.");

    private static string Describe(JsonTokenType type) => type switch
    {
        JsonTokenType.StartObject => "an object",
        JsonTokenType.StartArray => "a list",
        JsonTokenType.String => "text",
        JsonTokenType.Number => "a number",
        JsonTokenType.PropertyName => "another key",
        _ => type.ToString().ToLowerInvariant(),
    };
}
