namespace WorldGan.Benchmarks.Measuring;

/// <summary>Markdown that appears on the console line by line, and in a file at the end where one is wanted.</summary>
internal sealed class Report
{
    private readonly List<string> _lines = [];

    public void Write(string text)
    {
        Console.WriteLine(text);
        _lines.Add(text);
    }

    /// <summary>Begins a table; the first column is text, the others are numbers.</summary>
    public void WriteHeading(params ReadOnlySpan<string> columns)
    {
        WriteRow(columns);
        WriteRow(["---", .. Enumerable.Repeat("---:", columns.Length - 1)]);
    }

    public void WriteRow(params ReadOnlySpan<string> cells) => Write($"| {string.Join(" | ", cells)} |");

    public void Save(FileInfo? file)
    {
        if (file is null) return;
        file.Directory!.Create();
        File.WriteAllText(file.FullName, string.Join('\n', _lines) + '\n');
    }
}
