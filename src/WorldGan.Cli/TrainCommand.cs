using WorldGan.Runs;

namespace WorldGan.Cli;

/// <summary>What the words behind <c>worldgan train</c> come to.</summary>
internal sealed record TrainCommand
{
    public required RunFolder Folder { get; init; }

    /// <summary>False where the run in the folder is to go on.</summary>
    public required bool IsNewRun { get; init; }

    public required bool WorldOnly { get; init; }

    public required bool PolicyOnly { get; init; }

    public required string? World { get; init; }

    public required string[] Logs { get; init; }

    public required string[] Experts { get; init; }

    public required ulong? Seed { get; init; }

    public required string[] Settings { get; init; }

    /// <summary>Null where nothing is said.</summary>
    public required string? Device { get; init; }

    public required int Threads { get; init; }

    public required bool Json { get; init; }
}
