using System.CommandLine;
using WorldGan.Cli.Display;
using WorldGan.Runs;
using WorldGan.Simulators;
using WorldGan.Worlds;

namespace WorldGan.Cli.Verbs;

/// <summary>The whole way in one command: record, learn, score.</summary>
internal static class DemoVerb
{
    public static Verb Create(Terminal terminal)
    {
        var verb = new Verb("demo", "Walk the whole way: a log of a random policy, a learned world, a policy, its score.",
            "worldgan demo",
            "worldgan demo --seed 3 --out runs/demo-3",
            "worldgan demo --world slippery-cartpole --out runs/slippery",
            "worldgan demo --world ring --loss rpgan --out runs/ring",
            "worldgan demo --device cuda --out runs/gpu");
        Option<string> world = SharedOptions.World("A world with a simulator.");
        world.DefaultValueFactory = _ => CartPole.Name;
        Option<int> transitions = SharedOptions.Count("--transitions", "Transitions to record.", 10_000);
        Option<ulong> seed = SharedOptions.Seed("Seed of the recording and of the training.", 0);
        var to = new Option<string>("--out") { Description = "The folder of the run; an earlier demo in it is replaced.", HelpName = "folder", DefaultValueFactory = _ => Path.Combine("runs", "demo") };
        Option<string?> model = SharedOptions.Model();
        Option<string?> loss = SharedOptions.Loss();
        Option<string[]> settings = SharedOptions.Set();
        Option<string?> device = SharedOptions.Device();
        Option<int> threads = SharedOptions.Threads();
        Option<bool> json = SharedOptions.Json();
        verb.Add(world, transitions, seed, to, model, loss, settings, device, threads, json);
        verb.SetAction(parsed =>
        {
            var demo = new DemoRun(terminal, new RunFolder(parsed.GetRequiredValue(to)), parsed.GetValue(json));
            FoundWorld found = WorldChoice.Find(parsed.GetRequiredValue(world));
            RunSettings resolved = WorldChoice.SettingsOf<RunSettings>(found, parsed.GetValue(seed), SharedOptions.Settings(parsed, settings, ("worldModel.model", model), ("worldModel.loss", loss)));
            RunResult result = demo.Run(found.Spec, resolved, parsed.GetValue(transitions), parsed.GetValue(device), parsed.GetValue(threads));
            ScoreOutput.Write(terminal, result, parsed.GetValue(json));
            RunReport.Write(result.Folder, threads: parsed.GetValue(threads));
            if (!parsed.GetValue(json)) demo.WriteNextSteps();
            return ExitCodes.Done;
        });
        return verb;
    }
}
