using System.CommandLine;
using System.Text.Json;
using WorldGan.Cli.Display;
using WorldGan.Evaluation.Futures;
using WorldGan.Policies.Planning;
using WorldGan.Reporting;
using WorldGan.Runs;
using WorldGan.Worlds.Json;

namespace WorldGan.Cli.Verbs;

/// <summary>Says what is to come.</summary>
internal static class ForecastVerb
{
    public static Verb Create(Terminal terminal)
    {
        var verb = new Verb("forecast", "Forecast an event and the variables of the world in the learned world of a run.",
            "worldgan forecast runs/cartpole --event \"abs(angle) > 0.2\" --within 50",
            "worldgan forecast runs/cartpole --event \"terminal\" --within 100 --from 17:12 --policy random --plot futures.svg",
            "worldgan forecast runs/cartpole --event \"position > 0.5 && reward == 1\" --from \"[0, 0, 0.05, 0]\" --plan \"left*3, right*12\" --json forecast.json")
        {
            Details = """
                An event is a condition over the state after a step: variables, action, reward, terminal, numbers, + - * /, comparisons, && || ! and abs min max sin cos sqrt exp. It happens
                with the first step of which it holds; an episode that ended has no events any more.
                --from: a state as JSON, [numbers in order] or {"name": number}; or episode:step of the log (log.csv:episode:step where several logs have that episode).
                A plan names actions as a log does, with *count where one is repeated.
                """,
        };
        Argument<string> run = SharedOptions.Run();
        var occurrence = new Option<string>("--event") { Description = "The event, such as \"abs(angle) > 0.2\".", HelpName = "condition", Required = true };
        Option<int> within = SharedOptions.Count("--within", "Steps to look ahead. Default: those of the plan.");
        var from = new Option<string>("--from") { Description = "Where all futures begin. Default: where logged episodes began.", HelpName = "state|episode:step" };
        Option<string> policy = SharedOptions.Policy();
        Option<string[]> planning = SharedOptions.Planning();
        var plan = new Option<string>("--plan") { Description = "Actions to take instead of a policy's.", HelpName = "actions" };
        Option<int> futures = SharedOptions.Count("--futures", "Number of futures.", 1000);
        Option<ulong> seed = SharedOptions.Seed("Seed of the futures.", 0);
        var plot = new Option<string>("--plot") { Description = "Draw the probability and the variables as a picture.", HelpName = "file.svg" };
        var json = new Option<string?>("--json") { Description = "Write the forecast as JSON to a file, or to standard output where none is named.", HelpName = "file", Arity = ArgumentArity.ZeroOrOne };
        Option<bool> overwrite = SharedOptions.Overwrite();
        Option<int> threads = SharedOptions.Threads();
        verb.Add(run);
        verb.Add(occurrence, within, from, policy, planning, plan, futures, seed, plot, json, overwrite, threads);
        verb.SetAction(parsed =>
        {
            NewFile? picture = NewFile.At(parsed.GetValue(plot), parsed.GetValue(overwrite)), data = NewFile.At(parsed.GetValue(json), parsed.GetValue(overwrite));
            if (parsed.GetValue(plot) is { } drawn && !Path.GetExtension(drawn).Equals(".svg", StringComparison.OrdinalIgnoreCase)) throw new UsageException($"--plot {drawn}: expected a picture that ends in .svg, got '{Path.GetExtension(drawn)}'.");
            if (parsed.GetValue(plan) is not null && parsed.GetResult(policy) is { Implicit: false }) throw new UsageException("Expected --policy or --plan, got both.");
            var request = new ForecastRequest
            {
                Event = parsed.GetRequiredValue(occurrence),
                Within = parsed.GetResult(within) is null ? null : parsed.GetValue(within),
                From = parsed.GetValue(from),
                Policy = parsed.GetRequiredValue(policy),
                Planning = SettingsFile.FromDefaults<PlanningOptions>(parsed.GetValue(planning) ?? []),
                Plan = parsed.GetValue(plan),
                Futures = parsed.GetValue(futures),
                Seed = parsed.GetValue(seed),
            };
            Forecast forecast = Forecasting.Run(new RunFolder(parsed.GetRequiredValue(run)), request, parsed.GetValue(threads), terminal.Cancellation);
            string asJson = JsonSerializer.Serialize(forecast, ScoreJson.Options) + Environment.NewLine;
            picture?.Write(ForecastChart.Draw(forecast));
            data?.Write(asJson);
            if (parsed.GetResult(json) is not null && data is null) terminal.Out.Write(asJson);
            else ForecastText.Write(terminal.Out, forecast);
            return ExitCodes.Done;
        });
        return verb;
    }
}
