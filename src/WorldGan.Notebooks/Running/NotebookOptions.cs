using WorldGan.Notebooks.Files;

namespace WorldGan.Notebooks.Running;

/// <summary>What surrounds the run of a notebook.</summary>
internal sealed record NotebookOptions
{
    /// <summary>The longest that one cell may take; null lets it take any time.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Tells the time.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Stops the run; what ran is kept.</summary>
    public CancellationToken Cancellation { get; init; }

    /// <summary>Told of each cell that begins: its number, and how many there are.</summary>
    public IProgress<(int Number, int Cells)>? Begun { get; init; }
}

/// <summary>How the run of a cell, or of a notebook, ended.</summary>
internal enum CellEnd
{
    /// <summary>At its end.</summary>
    Done,

    /// <summary>With an error, or out of time.</summary>
    Failed,

    /// <summary>Somebody stopped it.</summary>
    Interrupted,
}

/// <summary>How the run of a notebook ended.</summary>
/// <param name="End">How.</param>
/// <param name="Cell">The number of the last cell that ran, from 1.</param>
/// <param name="Error">What stopped it; null where nothing did.</param>
internal sealed record NotebookResult(CellEnd End, int Cell, ErrorOutput? Error);
