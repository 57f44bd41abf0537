using WorldGan.Notebooks.Files;

namespace WorldGan.Notebooks.Running;

/// <summary>Runs a notebook from its top to its bottom, or to the first cell that fails.</summary>
internal static class NotebookRunner
{
    /// <summary>Runs the cells; what they put out is kept in them. What they put out before is forgotten, also that of cells that are not reached.</summary>
    /// <param name="notebook">The notebook.</param>
    /// <param name="folder">Where files are that cells reference and load.</param>
    /// <param name="options">How long cells may take, and what stops them.</param>
    /// <returns>How it ended.</returns>
    public static NotebookResult Run(Notebook notebook, string folder, NotebookOptions options)
    {
        NotebookCell[] cells = [.. notebook.Cells.Where(cell => cell.IsCode)];
        foreach (NotebookCell cell in cells) cell.Keep(null, []);
        var scripts = new CellScripts(folder);
        for (int i = 0; i < cells.Length; i++)
        {
            options.Begun?.Report((i + 1, cells.Length));
            var outputs = new CellOutputs();
            CellEnd end = Run(scripts, i + 1, cells[i].Source, outputs, options);
            cells[i].Keep(i + 1, outputs.All);
            if (end != CellEnd.Done) return new NotebookResult(end, i + 1, outputs.All.OfType<ErrorOutput>().LastOrDefault());
        }

        return new NotebookResult(CellEnd.Done, cells.Length, null);
    }

    /// <summary>Runs a cell on a thread of its own, since one that does not listen can only be left behind.</summary>
    private static CellEnd Run(CellScripts scripts, int number, string source, CellOutputs outputs, NotebookOptions options)
    {
        using var timeout = new CancellationTokenSource(options.Timeout ?? System.Threading.Timeout.InfiniteTimeSpan, options.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, options.Cancellation);
        CancellationToken stop = either.Token;
        Task<bool> cell = Task.Factory.StartNew(() => scripts.RunAsync(number, source, outputs, stop), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap();
        try
        {
            cell.Wait(stop);
            return cell.Result ? CellEnd.Done : CellEnd.Failed;
        }
        catch (Exception e) when (e is OperationCanceledException || (e is AggregateException && stop.IsCancellationRequested))
        {
            if (options.Cancellation.IsCancellationRequested) outputs.Add(new ErrorOutput("Interrupted", "The cell was interrupted.", ["Interrupted."]));
            else outputs.Add(new ErrorOutput("Timeout", Overtime(number, options), [Overtime(number, options)]));
            return options.Cancellation.IsCancellationRequested ? CellEnd.Interrupted : CellEnd.Failed;
        }
    }

    private static string Overtime(int number, NotebookOptions options) =>
        FormattableString.Invariant($"{CellErrors.FileOf(number)}: expected an end within {options.Timeout!.Value.TotalSeconds:0.###} seconds, got none.");
}
