using System.ComponentModel.DataAnnotations;
using System.Text.RegularExpressions;
using WorldGan.Runs;

namespace WorldGan.Cli.Sweeping;

/// <summary>What a sweep runs: every log with every list of settings and every seed. Read from a JSON file.</summary>
internal sealed partial record SweepPlan : IValidatableObject
{
    /// <summary>The logs, each recorded anew for every seed.</summary>
    [MinLength(1, ErrorMessage = "expected at least one log.")]
    public required IReadOnlyList<SweepLog> Logs { get; init; }

    /// <summary>The lists of settings to compare.</summary>
    [MinLength(1, ErrorMessage = "expected at least one list of settings.")]
    public IReadOnlyList<SweepSettings> Settings { get; init; } = [new("default")];

    /// <summary>The first seed of the recording and of the training; the others follow on.</summary>
    public ulong FirstSeed { get; init; }

    /// <summary>Number of seeds.</summary>
    [Range(1, 1000)]
    public int Seeds { get; init; } = 5;

    /// <summary>Also learn a policy in each learned world.</summary>
    public bool Policy { get; init; }

    /// <summary>How deeply each learned world is looked at.</summary>
    public StudyScope Study { get; init; } = StudyScope.World;

    /// <summary>Also put each policy beside those that learn from the log alone.</summary>
    public bool Baselines { get; init; }

    /// <summary>Also try evaluation from the log alone on policies whose true values are known.</summary>
    public bool OffPolicy { get; init; }

    /// <summary>What the plan asks of each run.</summary>
    public EvaluationRequest Evaluation => new() { Study = Study, Baselines = Baselines, OffPolicyStudy = OffPolicy };

    /// <summary>Every run of the sweep, in the order of the table.</summary>
    public IReadOnlyList<SweepCell> Cells() =>
        [.. Logs.SelectMany(log => Settings.SelectMany(settings => Enumerable.Range(0, Seeds).Select(seed => new SweepCell(log, settings, FirstSeed + (ulong)seed))))];

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) =>
        Settings.Where(settings => !FolderName().IsMatch(settings.Name))
            .Select(settings => new ValidationResult($"expected a name of letters, digits, '-', '_' and '.', which is also the name of a folder, got '{settings.Name}'.", [nameof(Settings)]))
            .Concat((this with { Seeds = 1 }).Cells().GroupBy(cell => cell.Name).Where(group => group.Count() > 1)
                .Select(group => new ValidationResult($"expected every log with every list of settings once, got '{Path.GetDirectoryName(group.Key)}' {group.Count()} times.", [nameof(Settings)])));

    [GeneratedRegex("^[A-Za-z0-9_-][A-Za-z0-9._-]*$")]
    private static partial Regex FolderName();
}

/// <summary>How a log is recorded.</summary>
/// <param name="World">Name or folder of a world with a simulator.</param>
/// <param name="Policy">Who acts: random, scripted or mixed.</param>
internal sealed record SweepLog(string World, string Policy = "random")
{
    /// <summary>Transitions of the log.</summary>
    [Range(1, 100_000_000)]
    public int Transitions { get; init; } = 10_000;
}

/// <summary>Settings under a name.</summary>
/// <param name="Name">What the table calls them.</param>
internal sealed record SweepSettings(string Name)
{
    /// <summary>Values such as <c>worldModel.loss=rpgan</c>, in order.</summary>
    public IReadOnlyList<string> Set { get; init; } = [];
}

/// <summary>One run of a sweep.</summary>
internal sealed record SweepCell(SweepLog Log, SweepSettings Settings, ulong Seed)
{
    /// <summary>Its name, which is also its place below the sweep's folder.</summary>
    public string Name => $"{Path.GetFileName(Log.World.TrimEnd('/'))}-{Log.Policy}-{Log.Transitions}/{Settings.Name}/{Seed}";
}
