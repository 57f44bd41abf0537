using System.CommandLine;
using System.Text;
using WorldGan.Cli.Display;
using WorldGan.Notebooks.Files;
using WorldGan.Notebooks.Pages;
using WorldGan.Notebooks.Running;
using WorldGan.Numerics;

namespace WorldGan.Cli.Verbs;

/// <summary>Runs notebooks with C# cells.</summary>
internal static class NotebookVerb
{
    public static Verb Create(Terminal terminal)
    {
        var verb = new Verb("notebook", "Run notebooks (.ipynb) with C# cells, without Jupyter and its kernel.", "worldgan notebook run notebooks/1-look-at-logs.ipynb --html logs.html");
        verb.Subcommands.Add(CreateRun(terminal));
        return verb;
    }

    private static Verb CreateRun(Terminal terminal)
    {
        var verb = new Verb("run", "Run all cells of a notebook from top to bottom, and write what they put out into it.",
            "worldgan notebook run mine.ipynb",
            "worldgan notebook run mine.ipynb --out ran.ipynb --html ran.html",
            "worldgan notebook run mine.ipynb --timeout 600")
        {
            Details = """
                Cells see what earlier ones declared; #r "nuget: WorldGan" and #r "nuget: WorldGan.Simulators" mean what this command itself is made of. Paths in cells start at the folder of the notebook.
                It stops at the first cell that fails and says where. What ran is written also then, and after Ctrl+C; cells that were not reached are left empty.
                A notebook is code: run only one that you would run as a program.
                """,
        };
        Argument<string> file = new("notebook") { Description = "The notebook, an .ipynb file." };
        var to = new Option<string>("--out") { Description = "Write the notebook that ran to another file, and leave this one as it is.", HelpName = "file.ipynb" };
        var page = new Option<string>("--html") { Description = "Write it as a page, too, which needs no network and no other file.", HelpName = "file.html" };
        var timeout = SharedOptions.Count("--timeout", "Longest time of one cell in seconds. Default: any.");
        Option<bool> overwrite = SharedOptions.Overwrite();
        verb.Add(file);
        verb.Add(to, page, timeout, overwrite);
        verb.SetAction(parsed =>
        {
            string path = Path.GetFullPath(parsed.GetRequiredValue(file));
            NewFile? html = NewFile.At(FullPath(parsed.GetValue(page)), parsed.GetValue(overwrite)), other = NewFile.At(FullPath(parsed.GetValue(to)), parsed.GetValue(overwrite));
            Notebook notebook = NotebookFile.Read(parsed.GetRequiredValue(file));
            NotebookResult result = Run(terminal, notebook, path, parsed.GetResult(timeout) is null ? null : TimeSpan.FromSeconds(parsed.GetValue(timeout)));
            Write(other?.Path ?? path, NotebookFile.Format(notebook));
            if (html is not null) Write(html.Path, NotebookPage.Of(notebook, Path.GetFileNameWithoutExtension(path)));
            return Conclude(terminal, result, parsed.GetRequiredValue(file));
        });
        return verb;
    }

    private static NotebookResult Run(Terminal terminal, Notebook notebook, string path, TimeSpan? timeout)
    {
        string folder = Path.GetDirectoryName(path)!, before = Directory.GetCurrentDirectory();
        Directory.SetCurrentDirectory(folder);
        try
        {
            return NotebookRunner.Run(notebook, folder, new NotebookOptions { Timeout = timeout, Cancellation = terminal.Cancellation, Begun = new CellProgress(terminal.Out) });
        }
        finally
        {
            Directory.SetCurrentDirectory(before);
        }
    }

    private static int Conclude(Terminal terminal, NotebookResult result, string file)
    {
        if (result.End == CellEnd.Interrupted) throw new InterruptedException($"Interrupted in cell {result.Cell}: what ran is in the notebook.");
        if (result.Error is not { } error) return ExitCodes.Done;
        terminal.Error.WriteLine($"error: {file}: {string.Join('\n', error.Traceback)}");
        return ExitCodes.Fault;
    }

    private static string? FullPath(string? path) => path is null ? null : Path.GetFullPath(path);

    private static void Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        AtomicFile.Write(path, Encoding.UTF8.GetBytes(text));
    }

    /// <summary>A line for each cell that begins.</summary>
    private sealed class CellProgress(TextWriter output) : IProgress<(int Number, int Cells)>
    {
        public void Report((int Number, int Cells) value) => output.WriteLine($"cell {value.Number} of {value.Cells}");
    }
}
