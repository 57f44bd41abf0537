using WorldGan.Runs;

namespace WorldGan.Cli.Display;

/// <summary>What the stages are called on the screen.</summary>
internal static class StageWords
{
    public static string Of(StageBegan stage) => stage.Stage switch
    {
        RunStage.World => "Learning the world",
        RunStage.Policy => "Learning the policy",
        RunStage.Baselines => $"Learning what to compare with ({stage.Detail})",
        _ => stage.Detail is { } detail ? $"Scoring ({detail})" : "Scoring",
    };

    /// <summary>What the numbers of training say, the most telling ones only.</summary>
    public static string Of(IReadOnlyList<(string Name, double Value)> values) =>
        string.Join(", ", values.Where(v => double.IsFinite(v.Value)).Take(3).Select(v => FormattableString.Invariant($"{v.Name} {v.Value:0.####}")));
}
