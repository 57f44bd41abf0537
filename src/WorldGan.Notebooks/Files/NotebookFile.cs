using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using WorldGan.Numerics;
using WorldGan.Worlds.Json;

namespace WorldGan.Notebooks.Files;

/// <summary>Reads and writes .ipynb files, format 4 (https://nbformat.readthedocs.io/en/latest/format_description.html). What is not understood is kept.</summary>
internal static class NotebookFile
{
    private static readonly JsonSerializerOptions Form = new() { WriteIndented = true, IndentSize = 1, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Reads a notebook.</summary>
    /// <exception cref="FaultyFileException">It is no notebook with C# cells; the message lists every fault with its line and column.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static Notebook Read(string path) => Parse(File.ReadAllBytes(path), path);

    /// <summary>Reads a notebook from the bytes of a file.</summary>
    /// <param name="utf8">The file's text.</param>
    /// <param name="name">What error messages call the file.</param>
    /// <exception cref="FaultyFileException">It is no notebook with C# cells.</exception>
    public static Notebook Parse(byte[] utf8, string name)
    {
        var faults = new FaultList(name);
        NotebookRules.Check(JsonTree.Parse(utf8, faults), faults);
        faults.ThrowIfAny();
        return new Notebook((JsonObject)JsonNode.Parse(utf8.AsSpan().StartsWith("\uFEFF"u8) ? utf8.AsSpan()[3..] : utf8)!);
    }

    /// <summary>The notebook as text; read again it is the same notebook.</summary>
    public static string Format(Notebook notebook) => notebook.Json.ToJsonString(Form) + "\n";

    /// <summary>Writes a notebook, whole or not at all.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(string path, Notebook notebook) => AtomicFile.Write(path, System.Text.Encoding.UTF8.GetBytes(Format(notebook)));
}
