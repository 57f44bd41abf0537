namespace WorldGan.Runs;

/// <summary>What is to be exported, and where to.</summary>
public sealed record ExportRequest
{
    /// <summary>The forms; empty for all.</summary>
    public IReadOnlyList<ExportForm> Forms { get; init; } = [];

    /// <summary>The folder to write to; null for <see cref="RunFolder.Export"/>.</summary>
    public string? Out { get; init; }

    /// <summary>The file of another policy than the run's own; null for that.</summary>
    public string? Policy { get; init; }

    /// <summary>Whether files that are already there are replaced.</summary>
    public bool Overwrite { get; init; }
}
