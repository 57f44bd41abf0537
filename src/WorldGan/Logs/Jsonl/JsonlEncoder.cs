using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using WorldGan.Logs.Assembly;
using WorldGan.Worlds;

namespace WorldGan.Logs.Jsonl;

/// <summary>Writes each step as one JSON object on a line.</summary>
internal sealed class JsonlEncoder(WorldSpec spec) : IEpisodeEncoder
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly int _width = spec.State.Count;
    private readonly ActionNames _actions = new(spec);

    public void Begin(IBufferWriter<byte> output, bool isNewFile, bool hasProbabilities)
    {
    }

    public void Add(Episode episode, IBufferWriter<byte> output, bool goesOn)
    {
        using var json = new Utf8JsonWriter(output, Options);
        for (int t = 0; t < episode.Count; t++)
        {
            WriteStep(json, episode, t);
            json.Flush();
            json.Reset();
            output.Byte((byte)'\n');
        }
    }

    private void WriteStep(Utf8JsonWriter json, Episode episode, int t)
    {
        Ending ending = t == episode.Count - 1 ? episode.Ending : Ending.None;
        json.WriteStartObject();
        json.WriteString("episode", episode.Id);
        json.WriteNumber("step", episode.FirstStep + t);
        WriteState(json, "state", episode.States.AsSpan(t * _width, _width));
        if (_actions.GoByValue) json.WriteNumber("action", spec.Actions[episode.Actions[t]].Value!.Value);
        else if (_actions.GoByNameOnly) json.WriteString("action", spec.Actions[episode.Actions[t]].Name);
        else json.WriteNumber("action", episode.Actions[t]);
        if (episode.HasRewards) json.WriteNumber("reward", episode.Rewards[t]);
        if (episode.ActionProbabilities.Length > 0) json.WriteNumber("actionProbability", episode.ActionProbabilities[t]);
        json.WriteBoolean("terminated", ending == Ending.Terminal);
        json.WriteBoolean("truncated", ending == Ending.TimeLimit);
        WriteState(json, "nextState", episode.States.AsSpan((t + 1) * _width, _width));
        json.WriteEndObject();
    }

    private static void WriteState(Utf8JsonWriter json, string name, ReadOnlySpan<double> state)
    {
        json.WriteStartArray(name);
        foreach (double value in state) json.WriteNumberValue(value);
        json.WriteEndArray();
    }
}
