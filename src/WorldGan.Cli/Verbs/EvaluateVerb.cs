using System.CommandLine;
using WorldGan.Cli.Display;
using WorldGan.Evaluation;
using WorldGan.Policies.Planning;
using WorldGan.Runs;
using WorldGan.Torch.Images;
using WorldGan.Worlds.Json;

namespace WorldGan.Cli.Verbs;

/// <summary>Scores what a run has made.</summary>
internal static class EvaluateVerb
{
    public static Verb Create(Terminal terminal)
    {
        var verb = new Verb("evaluate", "Score the world and the policy of a run, and write its scores.json anew.",
            "worldgan evaluate runs/cartpole",
            "worldgan evaluate runs/cartpole --baselines",
            "worldgan evaluate runs/ball",
            "worldgan evaluate runs/cartpole --world-model",
            "worldgan evaluate runs/cartpole --off-policy",
            "worldgan evaluate runs/cartpole --policy plan --planning horizon=30 --episodes 10",
            "worldgan evaluate runs/cartpole --episodes 1000 --seed 5 --json")
        {
            Details = "With --policy another policy is scored in the place of the run's, into scores-NAME.json, and stands in the report; a policy that plans takes its time. With --baselines the policy is put beside those that learn from the log alone: the clone of the log's policy, and greedy, offline double DQN, CQL and BCQ, which are learned first. With --world-model the learned world is put beside the true one, where there is a simulator, and beside baselines, which are learned from the same rows first. With --off-policy twenty policies from random to good are each judged from the log alone and played in the simulator, to see how far such judgement can be believed; fitted values take most of its time (evaluation.offPolicy in the run's settings). All baselines are kept in the run's folder; src/WorldGan/Evaluation/README.md says what each number means. A run of a world of images takes no such option: its world is put beside the same networks trained by squared distance alone, which are learned first (src/WorldGan.Torch/Images/README.md).",
        };
        Argument<string> run = SharedOptions.Run();
        Option<int> episodes = SharedOptions.Count("--episodes", "Episodes of each policy. Default: those of the run's settings.");
        Option<ulong> seed = SharedOptions.Seed("Seed of the episodes. Default: that of the run's settings.");
        Option<string> policy = SharedOptions.Policy();
        Option<string[]> planning = SharedOptions.Planning();
        var study = new Option<bool>("--world-model") { Description = "Study the learned world in depth." };
        var baselines = new Option<bool>("--baselines") { Description = "Put the policy beside those that learn from the log alone." };
        var offPolicy = new Option<bool>("--off-policy") { Description = "Try evaluation from the log alone on policies whose true values a simulator tells." };
        Option<int> threads = SharedOptions.Threads();
        Option<bool> json = SharedOptions.Json();
        verb.Add(run);
        verb.Add(policy, planning, baselines, study, offPolicy, episodes, seed, threads, json);
        verb.SetAction(parsed =>
        {
            var folder = new RunFolder(parsed.GetRequiredValue(run));
            if (FrameRun.IsIn(folder))
            {
                foreach (Option given in new Option[] { policy, planning, baselines, study, offPolicy, episodes, seed })
                    if (parsed.GetResult(given) is { Implicit: false }) throw new UsageException($"Expected no {given.Name} with a run of a world of images, got it: its score is always the same.");
                return FrameRuns.Evaluate(terminal, folder, parsed.GetValue(threads), parsed.GetValue(json));
            }

            RunDescription description = folder.ReadDescription();
            EvaluationOptions options = description.Settings.Evaluation;
            if (parsed.GetResult(episodes) is not null) options = options with { Episodes = parsed.GetValue(episodes) };
            if (parsed.GetResult(seed) is not null) options = options with { Seed = parsed.GetValue(seed) };
            NamedPolicy? other = PolicyChoice.Other(parsed.GetRequiredValue(policy), folder, SettingsFile.FromDefaults<PlanningOptions>(parsed.GetValue(planning) ?? []), parsed.GetValue(threads));
            var request = new EvaluationRequest
            {
                Options = options,
                Study = parsed.GetValue(study) ? StudyScope.WorldAndBaselines : StudyScope.None,
                Other = other,
                Baselines = parsed.GetValue(baselines),
                OffPolicyStudy = parsed.GetValue(offPolicy),
            };
            RunResult result = RunSessions.Evaluate(terminal, folder, description.World, parsed.GetValue(threads), parsed.GetValue(json), session => TrainingRun.Evaluate(folder, request, session));
            ScoreOutput.Write(terminal, result, parsed.GetValue(json));
            if (File.Exists(folder.Scores)) RunReport.Write(folder, threads: parsed.GetValue(threads)); // with --policy a run may be judged before it is complete, and has no page yet
            return ExitCodes.Done;
        });
        return verb;
    }
}
