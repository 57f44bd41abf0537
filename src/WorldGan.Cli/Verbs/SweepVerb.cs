using System.CommandLine;
using WorldGan.Cli.Sweeping;
using WorldGan.Worlds.Json;

namespace WorldGan.Cli.Verbs;

/// <summary>Compares settings over worlds and seeds.</summary>
internal static class SweepVerb
{
    public static Verb Create(Terminal terminal)
    {
        var verb = new Verb("sweep", "Learn worlds under many settings and seeds, study them, and write one table.",
            "worldgan sweep worlds/sweep.json --out runs/sweep",
            "worldgan sweep losses.json --out runs/losses --threads 8")
        {
            Details = "The plan is a JSON file: {\"logs\": [{\"world\": \"cartpole\", \"transitions\": 10000, \"policy\": \"random\"}], \"settings\": [{\"name\": \"default\"}, {\"name\": \"rpgan\", \"set\": [\"worldModel.loss=rpgan\"]}], "
                + "\"firstSeed\": 0, \"seeds\": 5, \"study\": \"world\", \"policy\": false, \"baselines\": false, \"offPolicy\": false}. \"study\" may be \"none\" or \"world-and-baselines\"; the last three ask for what train and evaluate do by --baselines and --off-policy. A sweep can be stopped anywhere; the same command goes on. Each run is a folder of its own, table.md holds the numbers of all.",
        };
        var plan = new Argument<string>("plan") { Description = "The JSON file of the plan." };
        var to = new Option<string>("--out") { Description = "The folder of the sweep.", HelpName = "folder", Required = true };
        Option<int> threads = SharedOptions.Threads();
        verb.Add(plan);
        verb.Add(to, threads);
        verb.SetAction(parsed =>
        {
            string file = parsed.GetRequiredValue(plan);
            if (!File.Exists(file)) throw new FileNotFoundException($"{file}: expected the JSON file of a plan, got no such file.");
            var sweep = new Sweep(terminal, SettingsFile.Read<SweepPlan>(file), parsed.GetRequiredValue(to), parsed.GetValue(threads));
            int failed = sweep.Run();
            if (failed > 0) terminal.Error.WriteLine($"error: {failed} of the runs failed.");
            terminal.Out.WriteLine($"The table is {sweep.TablePath}.");
            return failed > 0 ? ExitCodes.Fault : ExitCodes.Done;
        });
        return verb;
    }
}
