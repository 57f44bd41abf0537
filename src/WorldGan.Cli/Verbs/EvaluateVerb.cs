using System.CommandLine;
using WorldGan.Cli.Display;
using WorldGan.Evaluation;
using WorldGan.Runs;

namespace WorldGan.Cli.Verbs;

/// <summary>Scores what a run has made.</summary>
internal static class EvaluateVerb
{
    public static Verb Create(Terminal terminal)
    {
        var verb = new Verb("evaluate", "Score the world and the policy of a run, and write its scores.json anew.",
            "worldgan evaluate runs/cartpole",
            "worldgan evaluate runs/cartpole --episodes 1000 --seed 5 --json");
        Argument<string> run = SharedOptions.Run();
        Option<int> episodes = SharedOptions.Count("--episodes", "Episodes of each policy. Default: those of the run's settings.");
        Option<ulong> seed = SharedOptions.Seed("Seed of the episodes. Default: that of the run's settings.");
        Option<int> threads = SharedOptions.Threads();
        Option<bool> json = SharedOptions.Json();
        verb.Add(run);
        verb.Add(episodes, seed, threads, json);
        verb.SetAction(parsed =>
        {
            var folder = new RunFolder(parsed.GetRequiredValue(run));
            RunDescription description = folder.ReadDescription();
            EvaluationOptions options = description.Settings.Evaluation;
            if (parsed.GetResult(episodes) is not null) options = options with { Episodes = parsed.GetValue(episodes) };
            if (parsed.GetResult(seed) is not null) options = options with { Seed = parsed.GetValue(seed) };
            RunResult result = RunSessions.Evaluate(terminal, folder, description.World, parsed.GetValue(threads), parsed.GetValue(json), session => TrainingRun.Evaluate(folder, options, session));
            ScoreOutput.Write(terminal, result, parsed.GetValue(json));
            return ExitCodes.Done;
        });
        return verb;
    }
}
