using System.Text.Json;
using WorldGan.Worlds.Json;

namespace WorldGan.Notebooks.Files;

/// <summary>What a file must hold to be run as a notebook.</summary>
internal static class NotebookRules
{
    private static readonly string[] CellKinds = [Notebook.Code, Notebook.Markdown, "raw"];
    private static readonly string[] Languages = ["C#", "csharp", "polyglot-notebook"];

    public static void Check(PlacedValue root, FaultList faults)
    {
        if (!Is(root, JsonValueKind.Object, "a notebook, a JSON object", faults)) return;
        PlacedValue? format = root.Find("nbformat");
        if (format?.Text != "4") faults.Add((format ?? root).Place with { Key = "nbformat" }, $"expected 4, got {format?.ToString() ?? "nothing"}.");
        CheckLanguage(root, faults);
        if (root.Find("cells") is not { } cells) faults.Add(root.Place with { Key = "cells" }, "expected a list of cells, got nothing.");
        else if (Is(cells, JsonValueKind.Array, "a list of cells", faults)) cells.Items.ForEach(cell => CheckCell(cell, faults));
    }

    private static void CheckLanguage(PlacedValue root, FaultList faults)
    {
        if (root.Find("metadata") is not { } metadata || !Is(metadata, JsonValueKind.Object, "an object", faults)) return;
        PlacedValue? language = metadata.Find("kernelspec")?.Find("language") ?? metadata.Find("language_info")?.Find("name");
        if (language is not null && !Languages.Contains(language.Text, StringComparer.OrdinalIgnoreCase)) faults.Add(language.Place, $"expected a notebook in C#, got {language}.");
    }

    private static void CheckCell(PlacedValue cell, FaultList faults)
    {
        if (!Is(cell, JsonValueKind.Object, "a cell, an object", faults)) return;
        PlacedValue? kind = cell.Find("cell_type"), source = cell.Find("source");
        if (kind is null || !CellKinds.Contains(kind.Text)) faults.Add((kind ?? cell).Place with { Key = cell.Place.KeyOf("cell_type") }, $"expected one of {string.Join(", ", CellKinds)}, got {kind?.ToString() ?? "nothing"}.");
        if (source is not { Kind: JsonValueKind.String } && (source is not { Kind: JsonValueKind.Array } || source.Items.Any(line => line.Kind != JsonValueKind.String)))
            faults.Add((source ?? cell).Place with { Key = cell.Place.KeyOf("source") }, $"expected text or a list of lines, got {(source is { Kind: JsonValueKind.Array } ? "a list of other things" : source?.ToString() ?? "nothing")}.");
        CheckLanguageOf(cell, faults);
    }

    /// <summary>Cells of a notebook in several languages name their own.</summary>
    private static void CheckLanguageOf(PlacedValue cell, FaultList faults)
    {
        PlacedValue? language = cell.Find("metadata") is { } metadata ? metadata.Find("polyglot_notebook")?.Find("kernelName") ?? metadata.Find("dotnet_interactive")?.Find("language") : null;
        if (cell.Find("cell_type")?.Text == Notebook.Code && language is not null && language.Text != "csharp") faults.Add(language.Place, $"expected a cell in C#, got {language}.");
    }

    private static bool Is(PlacedValue value, JsonValueKind kind, string expected, FaultList faults)
    {
        if (value.Kind == kind) return true;
        faults.Add(value.Place, $"expected {expected}, got {value}.");
        return false;
    }
}
