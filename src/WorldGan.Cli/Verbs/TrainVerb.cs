using WorldGan.Cli.Display;
using WorldGan.Runs;
using WorldGan.Worlds;
using WorldGan.Worlds.Json;

namespace WorldGan.Cli.Verbs;

/// <summary>Learns a world and a policy from logs, or goes on with that.</summary>
internal static class TrainVerb
{
    public static Verb Create(Terminal terminal)
    {
        var verb = new Verb("train", "Learn a world and a policy from logs, or go on with that.",
            "worldgan train --world cartpole --log cartpole.wglog --out runs/cartpole",
            "worldgan train --world worlds/flight --log monday.csv tuesday.csv --seed 3 --out runs/flight --set policy.steps=50000",
            "worldgan train --world cartpole --log cartpole.wglog --out runs/world --world-only",
            "worldgan train --world ring --log ring.wglog --out runs/ring --loss rpgan",
            "worldgan train --world ring --log ring.wglog --out runs/mixture --model mixture --set worldModel.components=8",
            "worldgan train --world ring --log ring.wglog --out runs/clipped --loss wgan --set worldModel.weightLimit=0.05",
            "worldgan train --world cartpole --log cartpole.wglog --device cuda --out runs/gpu",
            "worldgan train --world bouncing-ball --log ball.wglog --device torch-cpu --out runs/ball",
            "worldgan train --policy-only runs/world --set policy.steps=40000",
            "worldgan train --policy-only runs/world --source log --value qr-dqn",
            "worldgan train --world cartpole --log random.wglog --expert expert.csv --reward imitation --out runs/imitation",
            "worldgan train --resume runs/cartpole")
        {
            Details = "A run can be stopped anywhere, by Ctrl+C or by a crash, and goes on with --resume to the same bytes; on another device than the cpu from its last whole stage, to a result as good; where its logs have moved, --log names them anew. Settings come from run.json in the world's folder, where there is one, then from --set; src/WorldGan/Runs/README.md lists them all.",
        };
        var options = new TrainOptions();
        options.AddTo(verb);
        verb.SetAction(parsed =>
        {
            TrainCommand command = options.Read(parsed);
            FoundWorld? world = command.IsNewRun ? WorldChoice.Find(command.World!) : null;
            if (world?.Spec.Image is not null) return FrameRuns.Train(terminal, command, world);
            RunResult result = world is not null ? Start(terminal, command, world) : GoOn(terminal, command);
            ScoreOutput.Write(terminal, result, command.Json);
            string page = RunReport.Write(result.Folder, threads: command.Threads);
            if (!command.Json) terminal.Out.WriteLine($"{Environment.NewLine}The run is in {result.Folder.Path}; {page} shows it.");
            return ExitCodes.Done;
        });
        return verb;
    }

    private static RunResult Start(Terminal terminal, TrainCommand command, FoundWorld world)
    {
        var request = new RunRequest
        {
            World = world.Spec,
            Logs = command.Logs,
            Experts = command.Experts,
            Goal = command.WorldOnly ? RunGoal.World : RunGoal.Policy,
            Settings = WorldChoice.SettingsOf<RunSettings>(world, command.Seed, command.Settings),
        };
        return RunSessions.Train(terminal, command.Folder, world.Spec, command.Device, command.Threads, command.Json, session => TrainingRun.Start(command.Folder, request, session));
    }

    private static RunResult GoOn(Terminal terminal, TrainCommand command)
    {
        RunDescription run = command.Folder.ReadDescription();
        ExpectSame(command, run);
        string[] overrides = command.Seed is { } seed ? [.. command.Settings, $"seed={seed}"] : command.Settings;
        RunSettings settings = SettingsFile.Parse<RunSettings>(SettingsFile.Format(command.PolicyOnly ? run.Settings.WithOpenPolicy() : run.Settings), command.Folder.Description, overrides);
        if (!command.PolicyOnly && settings != run.Settings)
            throw new UsageException($"A run goes on with its own settings, which are in {command.Folder.Description}; others need a new run with --out, or --policy-only for those of the policy.");
        if (command.Logs.Length > 0) TrainingRun.MoveLogs(command.Folder, command.Logs, command.Experts.Length > 0 ? command.Experts : null);
        return RunSessions.Train(terminal, command.Folder, run.World, command.Device ?? run.Device, command.Threads, command.Json, session =>
            command.PolicyOnly ? TrainingRun.TrainPolicy(command.Folder, settings, session) : TrainingRun.Resume(command.Folder, session));
    }

    /// <summary>World and logs need not be given again; where they are, they must be the run's. Logs may have moved.</summary>
    private static void ExpectSame(TrainCommand command, RunDescription run)
    {
        if (command.World is { } world && !WorldChoice.Find(world).Spec.Equals(run.World))
            throw new UsageException($"{command.Folder.Path}: expected the world that the run began with ('{run.World.Name}'), got another. Leave --world out, or begin a new run with --out.");
    }
}
