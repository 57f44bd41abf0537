using WorldGan.Notebooks.Files;
using WorldGan.Notebooks.Running;
using WorldGan.Service.Tests;

namespace WorldGan.Notebooks.Tests.Running;

public class NotebookRunnerTests
{
    [Fact]
    public void A_cell_sees_what_earlier_ones_declared() =>
        Assert.Equal(["", "", "=42"], Shown("int Twice(int x) => 2 * x;", "var n = 21;", "Twice(n)"));

    [Fact]
    public void Text_and_things_come_in_their_order_and_the_last_expression_is_the_result() =>
        Assert.Equal(["stdout:a\nb\n|shown:[1, 2]|stderr:c\n|=0.5"], Shown("Console.WriteLine(\"a\"); Console.WriteLine('b'); display(new[] { 1, 2 }); Console.Error.WriteLine(\"c\");\n1 / 2.0"));

    [Fact]
    public void A_statement_has_no_result() => Assert.Equal(["", ""], Shown("var x = 1;", "x = 3;"));

    [Fact]
    public void What_other_threads_of_a_cell_write_is_the_cells() =>
        Assert.Equal(["stdout:from afar\n"], Shown("await Task.Run(() => Console.WriteLine(\"from afar\"));"));

    [Fact]
    public async Task What_another_notebook_writes_at_the_same_time_is_its_own()
    {
        string[] names = ["a", "b", "c"];
        string[][] shown = await Task.WhenAll(names.Select(name => Task.Run(() => Shown($"for (int i = 0; i < 50; i++) {{ Console.Write(\"{name}\"); await Task.Yield(); }}"))));
        Assert.Equal(names.Select(name => "stdout:" + string.Concat(Enumerable.Repeat(name, 50))), shown.Select(cells => cells[0]));
    }

    [Theory]
    [InlineData("int a = 1;\nint b = nothing;", "cell 2, line 2, column 9: The name 'nothing' does not exist in the current context (CS0103)")]
    [InlineData("int b = ;", "cell 2, line 1, column 9: Invalid expression term ';' (CS1525)")]
    [InlineData("\n#!markdown", "cell 2, line 2: expected C#, got the command '#!markdown' of another runner.")]
    [InlineData("#r \"nuget: Other, 1.0\"", "cell 2, line 1: expected one of the packages WorldGan and WorldGan.Simulators, got 'Other'. Other assemblies are referenced by their file: #r \"folder/assembly.dll\".")]
    [InlineData("\nthrow new ArgumentException(\"no\");", "ArgumentException: no\n   cell 2, line 2")]
    [InlineData("int x =\n  Fail(3);", "InvalidOperationException: 3\n   cell 1, line 3\n   cell 2, line 2")]
    [InlineData("Enumerable.Range(0, 3).Select(x => 10 / (x - 1))", "DivideByZeroException: Attempted to divide by zero.\n   cell 2, line 1")]
    [InlineData("class Shy { public override string ToString() => throw new InvalidOperationException(\"no\"); }\nnew Shy()", "InvalidOperationException: no\n   cell 2, line 1")]
    public void A_fault_says_its_cell_and_line(string cell, string error)
    {
        var (notebook, result) = Written.Run(null, "int Fail(int x)\n{\n    throw new InvalidOperationException($\"{x}\");\n}", cell, "3");
        Assert.Equal((CellEnd.Failed, 2, error), (result.End, result.Cell, notebook.Cells[1].Shown()));
        Assert.Same(result.Error, notebook.Cells[1].Outputs[^1]);
    }

    [Fact]
    public void What_a_cell_put_out_before_it_failed_is_kept_and_what_was_not_reached_is_empty()
    {
        Notebook notebook = Written.Of("Console.Write(1); throw new FormatException(\"no\");", "2");
        notebook.Cells[1].Keep(7, [new StreamOutput("stdout", "of an earlier run")]);
        NotebookRunner.Run(notebook, ".", new NotebookOptions());
        Assert.StartsWith("stdout:1|FormatException: no", notebook.Cells[0].Shown(), StringComparison.Ordinal);
        Assert.Contains("\"execution_count\": null,\n   \"outputs\": []", NotebookFile.Format(notebook), StringComparison.Ordinal);
    }

    [Fact]
    public void Our_packages_are_at_hand_where_a_cell_asks_for_them()
    {
        Assert.Equal(["=cartpole"], Shown("#r \"nuget: WorldGan.Simulators\"\n#r \"nuget: WorldGan, 0.1.0\"\nWorldGan.Simulators.CartPole.Name"));
        Assert.Contains("CS0103", Shown("WorldGan.Simulators.CartPole.Name")[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cell_that_takes_too_long_is_left_behind()
    {
        var time = new HandTime();
        Task<(Notebook Notebook, NotebookResult Result)> run = Task.Run(() => Written.Run(
            new NotebookOptions { Timeout = TimeSpan.FromSeconds(5), Time = time }, "Console.Write(1); System.Threading.Thread.Sleep(-1);", "2"));
        while (!time.IsWaitedFor && !run.IsCompleted) await Task.Yield();
        time.Advance(TimeSpan.FromSeconds(6));
        var (notebook, result) = await run;
        Assert.Equal((CellEnd.Failed, 1), (result.End, result.Cell));
        Assert.EndsWith("cell 1: expected an end within 5 seconds, got none.", notebook.Cells[0].Shown(), StringComparison.Ordinal);
    }

    [Fact]
    public void An_interrupted_run_keeps_what_ran()
    {
        using var stop = new CancellationTokenSource();
        var (notebook, result) = Written.Run(new NotebookOptions { Cancellation = stop.Token, Begun = new Told(stop.Cancel, at: 2) }, "1", "System.Threading.Thread.Sleep(-1);", "3");
        Assert.Equal((CellEnd.Interrupted, 2), (result.End, result.Cell));
        Assert.Equal(["=1", "Interrupted.", ""], notebook.Cells.Select(cell => cell.Shown()));
    }

    private static string[] Shown(params string[] cells) => [.. Written.Run(null, cells).Notebook.Cells.Select(cell => cell.Shown())];

    /// <summary>Does something when a cell begins.</summary>
    private sealed class Told(Action act, int at = 1) : IProgress<(int Number, int Cells)>
    {
        public void Report((int Number, int Cells) value)
        {
            if (value.Number == at) act();
        }
    }
}
