using System.Globalization;
using System.Text;
using WorldGan.Logs.Assembly;
using WorldGan.Logs.Csv;
using WorldGan.Logs.Jsonl;
using WorldGan.Logs.Wglog;
using WorldGan.Worlds;

namespace WorldGan.Logs.Inspection;

/// <summary>Finds the variables and actions of a log: the first lines tell the variables, all lines the actions.</summary>
internal static class LogShapes
{
    /// <summary>Columns that count or date the rows and are no part of a state.</summary>
    private static readonly string[] Clocks = ["", "index", "time", "timestamp", "t", "date", "unnamed: 0"];

    /// <exception cref="LogFormatException">There is no header, no step, or too many names of actions.</exception>
    public static LogShape Find(string path)
    {
        LogForm form = LogForms.Of(path);
        using FileStream stream = LogFiles.OpenRead(path);
        return form switch
        {
            LogForm.Table => FindTable(path, stream),
            LogForm.JsonLines => FindJsonLines(path, stream),
            _ => FindRecords(path, stream),
        };
    }

    /// <summary>The shape of a log of another form, which gives its steps one by one.</summary>
    /// <exception cref="LogFormatException">There is no step, or too many names of actions.</exception>
    public static LogShape OfSteps(string path, IEnumerable<PlacedStep> steps)
    {
        var actions = new ActionLevels();
        int width = 0;
        foreach ((LooseStep step, LogPlace place) in steps)
        {
            if (width == 0) width = step.State!.Length;
            actions.Add(Encoding.UTF8.GetBytes(step.Action!), place);
        }

        if (width == 0) throw new LogFormatException(new LogPlace(path), "expected steps, got none.");
        return actions.Complete(Shape(path, Enumerable.Range(0, width).Select(i => $"s{i}"), []));
    }

    private static LogShape FindRecords(string path, Stream stream)
    {
        var place = new LogPlace(path, Offset: 0);
        var records = new WglogRecords(stream, path, report: null);
        if (!records.TryRead(out WglogRecord record))
            throw new LogFormatException(place, $"expected a log whose first record is a header, got {(stream.Length == 0 ? "an empty file" : "no record that is whole")}.");
        if (record.Kind != WglogFormat.HeaderKind)
            throw new LogFormatException(place, "expected a log whose first record is a header, got none that is whole. With a world it can be read without.");
        WglogHeader header = WglogHeader.Read(record.Payload, place);
        LogShape shape = Shape(path, header.State, []);
        if (header.Image is [int height, int width, int channels] && header.State.Length == 1)
            shape = shape with { Spec = shape.Spec with { State = [new StateVariable(header.State[0], VariableKind.Image) { Height = height, Width = width, Channels = channels }] } };
        if (header.Actions.Length > 0) return shape with { Spec = shape.Spec with { Actions = ActionLevels.Named(header.Actions) } };
        var actions = new ActionLevels();
        while (records.TryRead(out record)) WglogActions.Read(record, new LogPlace(path, Offset: record.Offset), actions.Add);
        return AsValues(actions.Complete(shape));
    }

    /// <summary>Where the header lists no actions, numbers are values, be they few or many.</summary>
    private static LogShape AsValues(LogShape shape)
    {
        ActionSpec[] actions = ActionLevels.Named(shape.Spec.Actions.Select(action => action.Name));
        return actions.Length < 2 || actions.Any(action => action.Value is null) ? shape : shape with { Spec = shape.Spec with { Actions = actions, LoggedActions = LoggedActions.Values } };
    }

    private static LogShape FindTable(string path, Stream stream)
    {
        var lines = new ByteLines(stream, path, quotes: true);
        if (!lines.TryRead()) throw new LogFormatException(new LogPlace(path, Line: 1), "expected a header with the names of columns, got an empty file.");
        (byte delimiter, string[] names) = CsvColumns.Split(lines.Line);
        LogPlace header = lines.Place;
        Dictionary<string, int> index = CsvColumns.Index(names, header);
        if (!index.TryGetValue("action", out int action)) throw CsvColumns.Missing(header, "action", null, names);

        var fields = new CsvFields();
        var actions = new ActionLevels();
        List<string>? state = null;
        var warnings = new List<string>();
        while (lines.TryRead())
        {
            fields.Split(lines.Line, delimiter);
            if (fields.Count != names.Length) continue;             // reading the episodes tells of it
            state ??= StateColumns(names, index, fields, header, warnings);
            actions.Add(fields[action], lines.Place);
        }

        if (state is null) throw new LogFormatException(lines.Place, "expected steps after the header, got none.");
        if (state.Count == 0) throw new LogFormatException(header, string.Join(' ', ["expected columns with the numbers of a state, got none.", .. warnings]));
        return actions.Complete(Shape(path, state, warnings));
    }

    /// <summary>s0, s1, … where there are such columns, otherwise all that hold a number and nothing else that is known; where any has a next_ column, all that have one.</summary>
    private static List<string> StateColumns(string[] names, Dictionary<string, int> index, CsvFields first, LogPlace place, List<string> warnings)
    {
        List<string> candidates = [.. names.Where(n => !WorldSpecRules.LogColumns.Contains(n, StringComparer.OrdinalIgnoreCase) && !IsNext(n, index))];
        bool arePaired = names.Any(n => IsNext(n, index));
        List<string> state = index.ContainsKey("s0")
            ? [.. Enumerable.Range(0, names.Length).Select(i => $"s{i}").TakeWhile(index.ContainsKey)]
            : [.. candidates.Where(n => IsNumber(first[index[n]]) && (!arePaired || index.ContainsKey("next_" + n)) && !Clocks.Contains(n, StringComparer.OrdinalIgnoreCase))];
        if (arePaired && candidates.Except(state).FirstOrDefault(n => n.StartsWith("next_", StringComparison.OrdinalIgnoreCase) && IsNumber(first[index[n]])) is { } alone)
            throw new LogFormatException(place, $"column '{alone}' has no '{alone[5..]}' beside it, expected the state before and after each step.");
        foreach (string left in candidates.Except(state, StringComparer.OrdinalIgnoreCase))
            warnings.Add($"Column '{left}' is not taken as part of the state{(HasDecimalComma(first[index[left]]) ? $": it holds '{Encoding.UTF8.GetString(first[index[left]])}', and a number has a decimal point" : "")}.");
        return state;
    }

    private static bool IsNext(string name, Dictionary<string, int> index) =>
        (name.StartsWith("next_", StringComparison.OrdinalIgnoreCase) && index.ContainsKey(name[5..]))
        || (name.StartsWith('n') && index.ContainsKey("s" + name[1..]) && int.TryParse(name.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out _));

    private static bool HasDecimalComma(ReadOnlySpan<byte> text) =>
        text.IndexOf((byte)',') is var at and >= 0 && IsNumber(text[..at]) && text[(at + 1)..].Length > 0 && !text[(at + 1)..].ContainsAnyExceptInRange((byte)'0', (byte)'9');

    private static bool IsNumber(ReadOnlySpan<byte> text) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _);

    private static LogShape FindJsonLines(string path, Stream stream)
    {
        var lines = new ByteLines(stream, path, quotes: false);
        var actions = new ActionLevels();
        int width = 0;
        while (lines.TryRead())
        {
            if (JsonlStep.TryParse(lines.Line.Span, lines.Place) is not { } step) continue;
            if (width == 0) width = step.State?.Length ?? 0;
            if (step.Action is { } action) actions.Add(Encoding.UTF8.GetBytes(action), lines.Place);
        }

        if (width == 0) throw new LogFormatException(new LogPlace(path, Line: 1), "expected one JSON object with a 'state' a line, got none.");
        return actions.Complete(Shape(path, Enumerable.Range(0, width).Select(i => $"s{i}"), []));
    }

    private static LogShape Shape(string path, IEnumerable<string> state, IReadOnlyList<string> warnings) => new(
        new WorldSpec { Name = NameOf(path), State = [.. state.Select(n => new StateVariable(n))], Actions = [] }, warnings);

    /// <summary>The file's name as the name of a world, [a-z0-9-]+.</summary>
    private static string NameOf(string path)
    {
        char[] letters = [.. Path.GetFileNameWithoutExtension(path).ToLowerInvariant().Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-')];
        string name = string.Join('-', new string(letters).Split('-', StringSplitOptions.RemoveEmptyEntries));
        return name.Length > 0 ? name : "world";
    }
}
