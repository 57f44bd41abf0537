using System.Text.Json.Nodes;

namespace WorldGan.Notebooks.Files;

/// <summary>Something that a cell put out.</summary>
internal abstract record CellOutput
{
    /// <summary>As it stands in the file.</summary>
    /// <param name="count">The cell's number among those that ran.</param>
    public abstract JsonObject ToJson(int? count);

    /// <summary>Text as the format has it: a list of lines, each with its end.</summary>
    protected static JsonArray Lines(string text)
    {
        var lines = new JsonArray();
        for (int from = 0, to; from < text.Length; from = to)
        {
            to = text.IndexOf('\n', from) is var end and >= 0 ? end + 1 : text.Length;
            lines.Add(text[from..to]);
        }

        return lines;
    }
}

/// <summary>Text that was written to the console.</summary>
/// <param name="Name">stdout or stderr.</param>
/// <param name="Text">The text.</param>
internal sealed record StreamOutput(string Name, string Text) : CellOutput
{
    public override JsonObject ToJson(int? count) => new() { ["name"] = Name, ["output_type"] = "stream", ["text"] = Lines(Text) };
}

/// <summary>A thing that was shown, in every form that it has.</summary>
/// <param name="Forms">Text by its MIME type, the richest first.</param>
/// <param name="IsResult">Whether it is what the cell came to, rather than shown on the way.</param>
internal sealed record DataOutput(IReadOnlyList<(string MimeType, string Text)> Forms, bool IsResult) : CellOutput
{
    public override JsonObject ToJson(int? count)
    {
        var data = new JsonObject();
        foreach ((string mimeType, string text) in Forms) data[mimeType] = Lines(text);
        JsonObject json = new() { ["data"] = data };
        if (IsResult) json["execution_count"] = count;
        json["metadata"] = new JsonObject();
        json["output_type"] = IsResult ? "execute_result" : "display_data";
        return json;
    }
}

/// <summary>What stopped a cell.</summary>
/// <param name="Name">The kind of fault: the exception's type.</param>
/// <param name="Message">What is wrong.</param>
/// <param name="Traceback">Where, a line each, the innermost first.</param>
internal sealed record ErrorOutput(string Name, string Message, IReadOnlyList<string> Traceback) : CellOutput
{
    public override JsonObject ToJson(int? count) => new()
    {
        ["ename"] = Name,
        ["evalue"] = Message,
        ["output_type"] = "error",
        ["traceback"] = new JsonArray([.. Traceback.Select(line => (JsonNode)line)]),
    };
}
