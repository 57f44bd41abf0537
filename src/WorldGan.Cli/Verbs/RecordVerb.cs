using System.CommandLine;
using WorldGan.Cli.Display;
using WorldGan.Logs;
using WorldGan.Simulators;
using WorldGan.Simulators.Views;
using WorldGan.Worlds;

namespace WorldGan.Cli.Verbs;

/// <summary>Records a log from a true simulator.</summary>
internal static class RecordVerb
{
    public static Verb Create(Terminal terminal)
    {
        var verb = new Verb("record", "Record a log from a simulator.",
            "worldgan record --world cartpole --out cartpole.wglog",
            "worldgan record --world cartpole --policy mixed --transitions 50000 --seed 7 --out mixed.csv",
            "worldgan record --world bouncing-ball --out ball.wglog");
        Option<string> world = SharedOptions.World("The world; it must have a simulator.");
        world.Required = true;
        var policy = new Option<string>("--policy") { Description = "Who acts.", DefaultValueFactory = _ => "random" };
        policy.AcceptOnlyFromAmong([.. Demonstrator.Names]);
        Option<int> transitions = SharedOptions.Count("--transitions", "Transitions to record.", 10_000);
        Option<ulong> seed = SharedOptions.Seed("Seed of the recording.", 0);
        var to = new Option<string>("--out") { Description = "The log to write: .wglog, .csv or .jsonl; of images .wglog.", HelpName = "file", Required = true };
        var probabilities = new Option<bool>("--action-probabilities") { Description = "Write down how probable each action was, for evaluation by importance sampling." };
        Option<bool> overwrite = SharedOptions.Overwrite(), json = SharedOptions.Json();
        verb.Add(world, policy, transitions, seed, to, probabilities, overwrite, json);
        verb.SetAction(parsed =>
        {
            WorldSpec spec = WorldChoice.Find(parsed.GetRequiredValue(world)).Spec;
            View? view = spec.Image is null ? null : WorldChoice.RequireView(spec);
            IWorld simulator = view is null ? WorldChoice.RequireSimulator(spec) : new SpecifiedSimulator(view.World, view.World.Spec with { StepLimit = spec.StepLimit });
            var recorder = new Recorder(simulator, Demonstrator.Find(parsed.GetRequiredValue(policy), simulator), parsed.GetValue(seed), parsed.GetValue(probabilities));
            IEnumerable<Episode> episodes = recorder.Transitions(parsed.GetValue(transitions));
            LogTally tally = LogOutput.Write(terminal, parsed.GetRequiredValue(to), spec, view is null ? episodes : episodes.Select(view.Of), parsed.GetValue(overwrite));
            LogOutput.Announce(terminal, parsed.GetRequiredValue(to), tally, parsed.GetValue(json));
            return ExitCodes.Done;
        });
        return verb;
    }
}
