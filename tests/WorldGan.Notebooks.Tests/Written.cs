using System.Text;
using System.Text.Json;
using WorldGan.Notebooks.Files;
using WorldGan.Notebooks.Running;

namespace WorldGan.Notebooks.Tests;

/// <summary>Notebooks as tests write them down.</summary>
internal static class Written
{
    /// <summary>A notebook of code cells.</summary>
    public static Notebook Of(params string[] cells) => NotebookFile.Parse(Encoding.UTF8.GetBytes(Text(cells)), "test.ipynb");

    /// <summary>Its file.</summary>
    public static string Text(params string[] cells) =>
        JsonSerializer.Serialize(new { cells = cells.Select(source => new { cell_type = "code", source }), metadata = new { }, nbformat = 4, nbformat_minor = 5 });

    /// <summary>Runs code cells.</summary>
    public static (Notebook Notebook, NotebookResult Result) Run(NotebookOptions? options = null, params string[] cells)
    {
        Notebook notebook = Of(cells);
        return (notebook, NotebookRunner.Run(notebook, ".", options ?? new NotebookOptions()));
    }

    /// <summary>What a cell showed, as text.</summary>
    public static string Shown(this NotebookCell cell) => string.Join('|', cell.Outputs.Select(output => output switch
    {
        StreamOutput stream => $"{stream.Name}:{stream.Text}",
        DataOutput data => $"{(data.IsResult ? "=" : "shown:")}{data.Forms[^1].Text}",
        ErrorOutput error => string.Join('\n', error.Traceback),
        _ => "?",
    }));
}
