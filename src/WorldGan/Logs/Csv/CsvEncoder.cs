using System.Buffers;
using WorldGan.Logs.Assembly;
using WorldGan.Worlds;

namespace WorldGan.Logs.Csv;

/// <summary>Writes episodes as lines; each has its next state, so that a line is a whole transition by itself.</summary>
internal sealed class CsvEncoder : IEpisodeEncoder
{
    private readonly byte _delimiter;
    private readonly int _width;
    private readonly WorldSpec _spec;
    private readonly string[] _actions;
    private bool _hasProbabilities;

    public CsvEncoder(WorldSpec spec, char delimiter = ',')
    {
        (_spec, _delimiter, _width) = (spec, (byte)delimiter, spec.State.Count);
        var names = new ActionNames(spec);
        _actions = [.. Enumerable.Range(0, spec.Actions.Count).Select(a => Quote(names.Format(a)))];
    }

    /// <summary>The first line of a log of <paramref name="spec"/>.</summary>
    public static string HeaderOf(WorldSpec spec, char delimiter, bool probabilities = false)
    {
        string[] states = CsvColumns.StateNames(spec);
        string[] names = ["episode", "step", .. states, "action", "reward", .. probabilities ? [CsvColumns.ProbabilityName] : Array.Empty<string>(), "terminated", "truncated", .. states.Select(n => "next_" + n)];
        return string.Join(delimiter, names.Select(Quote));
    }

    public void Begin(IBufferWriter<byte> output, bool isNewFile, bool hasProbabilities)
    {
        _hasProbabilities = hasProbabilities;
        if (!isNewFile) return;
        output.Text(HeaderOf(_spec, (char)_delimiter, hasProbabilities));
        output.Byte((byte)'\n');
    }

    public void Add(Episode episode, IBufferWriter<byte> output, bool goesOn)
    {
        if (episode.ActionProbabilities.Length > 0 && !_hasProbabilities)
            throw new ArgumentException($"Episode '{episode.Id}': expected no probabilities of actions, since the table began without a column for them.");
        string id = Quote(episode.Id);
        for (int t = 0; t < episode.Count; t++)
        {
            Ending ending = t == episode.Count - 1 ? episode.Ending : Ending.None;
            output.Text(id);
            Number(output, episode.FirstStep + t);
            Numbers(output, episode.States.AsSpan(t * _width, _width));
            output.Byte(_delimiter);
            output.Text(_actions[episode.Actions[t]]);
            if (episode.HasRewards) Numbers(output, episode.Rewards.AsSpan(t, 1));
            else output.Byte(_delimiter);
            if (episode.ActionProbabilities.Length > 0) Numbers(output, episode.ActionProbabilities.AsSpan(t, 1));
            else if (_hasProbabilities) output.Byte(_delimiter);
            Number(output, ending == Ending.Terminal ? 1 : 0);
            Number(output, ending == Ending.TimeLimit ? 1 : 0);
            Numbers(output, episode.States.AsSpan((t + 1) * _width, _width));
            output.Byte((byte)'\n');
        }
    }

    private void Number(IBufferWriter<byte> output, int value)
    {
        output.Byte(_delimiter);
        output.Number(value);
    }

    private void Numbers(IBufferWriter<byte> output, ReadOnlySpan<double> values)
    {
        foreach (double value in values)
        {
            output.Byte(_delimiter);
            output.Number(value);
        }
    }

    /// <summary>In quotes where the text could be taken for something else: a delimiter of any dialect, a quote, a line end, blanks at the ends.</summary>
    private static string Quote(string text) =>
        text.AsSpan().ContainsAny(",;\t|\"\r\n") || text != text.Trim() ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
}
