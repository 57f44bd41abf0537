using System.Text.Json.Nodes;

namespace WorldGan.Notebooks.Files;

/// <summary>One cell.</summary>
/// <param name="json">The cell in its file.</param>
internal sealed class NotebookCell(JsonObject json)
{
    private IReadOnlyList<CellOutput> _outputs = [];

    /// <summary>code, markdown or raw.</summary>
    public string Kind { get; } = json["cell_type"]!.GetValue<string>();

    /// <summary>What somebody wrote into it.</summary>
    public string Source { get; } = json["source"] is JsonArray lines ? string.Concat(lines.Select(line => line!.GetValue<string>())) : json["source"]!.GetValue<string>();

    public bool IsCode => Kind == Notebook.Code;

    /// <summary>What running it put out; what the file holds from an earlier run is not among it.</summary>
    public IReadOnlyList<CellOutput> Outputs => _outputs;

    /// <summary>Writes down what running it put out.</summary>
    /// <param name="count">Its number among the cells that ran; null where it did not.</param>
    /// <param name="outputs">In their order.</param>
    public void Keep(int? count, IReadOnlyList<CellOutput> outputs)
    {
        _outputs = outputs;
        json["execution_count"] = count;
        json["outputs"] = new JsonArray([.. outputs.Select(output => (JsonNode)output.ToJson(count))]);
    }
}
