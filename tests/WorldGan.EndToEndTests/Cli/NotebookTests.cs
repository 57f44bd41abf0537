using WorldGan.Tests;

namespace WorldGan.EndToEndTests.Cli;

public sealed class NotebookTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Root => Path.GetDirectoryName(_folder.File("x"))!;

    [Fact]
    public void A_notebook_is_run_where_it_lies_and_shown_as_a_page()
    {
        Directory.CreateDirectory(_folder.File("inner"));
        Write("inner/n.ipynb", "System.IO.File.WriteAllText(\"here.txt\", \"\");", "6 * 7");
        CliProcess.Run(Root, "notebook", "run", "inner/n.ipynb", "--html", "page.html").Succeeded();
        Assert.True(File.Exists(_folder.File("inner/here.txt")));
        Assert.Contains("\"42\"", File.ReadAllText(_folder.File("inner/n.ipynb")), StringComparison.Ordinal);
        Assert.Contains("<pre class=\"out\">42</pre>", File.ReadAllText(_folder.File("page.html")), StringComparison.Ordinal);
    }

    [Fact]
    public void With_out_the_notebook_stays_as_it_is_and_no_other_file_is_written_over()
    {
        Write("n.ipynb", "1");
        string before = File.ReadAllText(_folder.File("n.ipynb"));
        CliProcess.Run(Root, "notebook", "run", "n.ipynb", "--out", "ran.ipynb").Succeeded();
        Assert.Equal(before, File.ReadAllText(_folder.File("n.ipynb")));
        Assert.Contains("ran.ipynb: expected no file of this name", CliProcess.Run(Root, "notebook", "run", "n.ipynb", "--out", "ran.ipynb").Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_no_notebook_is_refused_with_its_place_and_never_touched()
    {
        File.WriteAllText(_folder.File("n.ipynb"), "{\"nbformat\": 4,\n \"cells\": 3}");
        CliResult result = CliProcess.Run(Root, "notebook", "run", "n.ipynb");
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("n.ipynb(2,11): cells: expected a list of cells, got 3.", result.Error, StringComparison.Ordinal);
        Assert.Equal("{\"nbformat\": 4,\n \"cells\": 3}", File.ReadAllText(_folder.File("n.ipynb")));
    }

    [Fact]
    public void A_cell_that_fails_ends_the_run_and_what_ran_is_kept()
    {
        Write("n.ipynb", "6 * 7", "int.Parse(\"x\")", "3");
        CliResult result = CliProcess.Run(Root, "notebook", "run", "n.ipynb");
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("error: n.ipynb: FormatException: ", result.Error, StringComparison.Ordinal);
        Assert.Contains("cell 2, line 1", result.Error, StringComparison.Ordinal);
        Assert.Contains("\"42\"", File.ReadAllText(_folder.File("n.ipynb")), StringComparison.Ordinal);
    }

    [Fact]
    public void Interrupted_it_keeps_what_ran()
    {
        Write("n.ipynb", "6 * 7", "System.Threading.Thread.Sleep(-1);");
        using CliProcess process = CliProcess.Start(Root, "notebook", "run", "n.ipynb");
        process.ReadUntil("cell 2 of 2");
        process.Signal("INT");
        CliResult result = process.Finish();
        Assert.Equal(130, result.ExitCode);
        Assert.Contains("Interrupted in cell 2: what ran is in the notebook.", result.Error, StringComparison.Ordinal);
        Assert.Contains("\"42\"", File.ReadAllText(_folder.File("n.ipynb")), StringComparison.Ordinal);
    }

    [Fact]
    public void Help_is_as_approved() =>
        Tests.House.Approved.Matches("../WorldGan.EndToEndTests/Cli/Help-notebook-run", CliProcess.Run(Root, "notebook", "run", "--help").Succeeded().Out);

    [Fact]
    public void Without_run_or_without_a_notebook_it_says_where_help_is()
    {
        Assert.Contains("See worldgan notebook --help.", CliProcess.Run(Root, "notebook").Error, StringComparison.Ordinal);
        Assert.Contains("See worldgan notebook run --help.", CliProcess.Run(Root, "notebook", "run").Error, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private void Write(string name, params string[] cells) =>
        File.WriteAllText(_folder.File(name), System.Text.Json.JsonSerializer.Serialize(new { cells = cells.Select(source => new { cell_type = "code", source }), metadata = new { }, nbformat = 4, nbformat_minor = 5 }));
}
