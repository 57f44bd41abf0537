using System.CommandLine;
using WorldGan.Cli.Display;
using WorldGan.Logs;
using WorldGan.Rollouts;
using WorldGan.Runs;

namespace WorldGan.Cli.Verbs;

/// <summary>Writes imagined futures as a log.</summary>
internal static class ImagineVerb
{
    public static Verb Create(Terminal terminal)
    {
        var verb = new Verb("imagine", "Roll a policy out in the learned world of a run and write the trajectories as a log.",
            "worldgan imagine runs/cartpole --out imagined.csv",
            "worldgan imagine runs/cartpole --rows 1000 --horizon 50 --policy random --start logged --seed 7 --out imagined.wglog")
        {
            Details = "Each trajectory is an episode of the log. One that leaves what the log knows, or runs to the horizon, is neither terminated nor truncated: it simply stops.",
        };
        Argument<string> run = SharedOptions.Run();
        Option<int> rows = SharedOptions.Count("--rows", "Number of trajectories.", 100);
        Option<int> horizon = SharedOptions.Count("--horizon", "Most steps of a trajectory. Default: the world's step limit, or 1000.");
        Option<string> policy = SharedOptions.OneOf<ImaginedPolicy>("--policy", "Who acts.");
        Option<string> start = SharedOptions.OneOf<ImaginedStart>("--start", "Where trajectories begin: where episodes began, or in any logged state.");
        Option<ulong> seed = SharedOptions.Seed("Seed of the trajectories.", 0);
        var to = new Option<string>("--out") { Description = "The log to write: .wglog, .csv or .jsonl.", HelpName = "file", Required = true };
        Option<int> threads = SharedOptions.Threads();
        Option<bool> overwrite = SharedOptions.Overwrite(), json = SharedOptions.Json();
        verb.Add(run);
        verb.Add(rows, horizon, policy, start, seed, to, overwrite, threads, json);
        verb.SetAction(parsed =>
        {
            var folder = new RunFolder(parsed.GetRequiredValue(run));
            var request = new ImaginationRequest
            {
                Rows = parsed.GetValue(rows),
                Horizon = parsed.GetResult(horizon) is null ? null : parsed.GetValue(horizon),
                Policy = Enum.Parse<ImaginedPolicy>(parsed.GetRequiredValue(policy), ignoreCase: true),
                Start = Enum.Parse<ImaginedStart>(parsed.GetRequiredValue(start), ignoreCase: true),
                Seed = parsed.GetValue(seed),
            };
            var tally = new ImaginationTally();
            IEnumerable<Episode> episodes = Imagining.Run(folder, request, parsed.GetValue(threads), terminal.Cancellation).SelectMany(batch => RolloutLog.Episodes(tally.Add(batch)));
            LogOutput.Write(terminal, parsed.GetRequiredValue(to), folder.ReadDescription().World, episodes, parsed.GetValue(overwrite));
            tally.Write(terminal, parsed.GetRequiredValue(to), parsed.GetValue(json));
            return ExitCodes.Done;
        });
        return verb;
    }
}
