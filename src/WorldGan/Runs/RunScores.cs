using WorldGan.Evaluation;
using WorldGan.Evaluation.OffPolicy;

namespace WorldGan.Runs;

/// <summary>What stands in scores.json. A number that cannot be had is null.</summary>
/// <param name="World">Name of the world.</param>
/// <param name="Seed">Seed of the training.</param>
/// <param name="Transitions">Transitions in the logs.</param>
/// <param name="Returns">Returns in the true world.</param>
/// <param name="WorldModel">Errors of the learned world on held-out episodes.</param>
/// <param name="Seconds">Duration of the trainings.</param>
/// <param name="Forecast">Returns in the learned world.</param>
/// <param name="Study">What the last study of the world found; null before the first.</param>
/// <param name="OffPolicy">What the policy is worth, told without trying it; null before the first evaluation.</param>
/// <param name="OffPolicyStudy">How far that can be believed, on policies whose true values are known; null before that was asked for.</param>
/// <param name="Baselines">What policies from the log alone are worth; null before they were asked for.</param>
/// <param name="Warnings">What went wrong in training, see <see cref="TrainingWarnings"/>.</param>
internal sealed record RunScores(
    string World, ulong Seed, int Transitions, ReturnScores Returns, WorldModelScores WorldModel, RunSeconds Seconds, ForecastScores Forecast, StudyReport? Study, OffPolicyReport? OffPolicy,
    OffPolicyStudy? OffPolicyStudy, IReadOnlyList<ComparedPolicy>? Baselines, IReadOnlyList<string> Warnings)
{
    public static RunScores Of(RunResult result, RunSeconds seconds) => Of(result, result.Description, result.World, result.Policy, seconds);

    private static RunScores Of(RunResult result, RunDescription run, WorldModelReport world, PolicyReport policy, RunSeconds seconds) => new(
        run.World.Name,
        run.Settings.Seed,
        run.Transitions,
        new ReturnScores(policy.Policy?.Returns ?? ReturnStatistics.None, policy.Logged, policy.Random?.Returns ?? ReturnStatistics.None),
        new WorldModelScores(
            Finite(world.OneStepRmse),
            world.OpenLoop.ToDictionary(error => error.Step.ToString(System.Globalization.CultureInfo.InvariantCulture), error => Finite(error.Rmse)),
            Finite(world.Terminal.F1)),
        seconds,
        new ForecastScores(policy.Forecast, policy.RandomForecast),
        result.Study,
        result.OffPolicy,
        result.OffPolicyStudy,
        result.Baselines,
        result.Warnings);

    private static double? Finite(double? value) => value is { } number && double.IsFinite(number) ? number : null;
}

/// <summary>Undiscounted returns in the true world; those of the log are its own.</summary>
internal sealed record ReturnScores(ReturnStatistics Policy, ReturnStatistics Logged, ReturnStatistics Random);

/// <summary>What episodes in the learned world came to; that of the policy is null where none was trained.</summary>
internal sealed record ForecastScores(EpisodeScores? Policy, EpisodeScores Random);

/// <summary>Errors of a learned world; <see cref="WorldModelReport"/> defines them.</summary>
internal sealed record WorldModelScores(double? OneStepRmse, IReadOnlyDictionary<string, double?> OpenLoopRmse, double? TerminalF1);
