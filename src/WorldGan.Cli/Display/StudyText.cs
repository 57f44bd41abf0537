using System.Globalization;
using WorldGan.Evaluation;
using WorldGan.WorldModel;

namespace WorldGan.Cli.Display;

/// <summary>What a study of a learned world found, as tables for people.</summary>
internal static class StudyText
{
    private const int NameWidth = 32, NumberWidth = 15;

    public static void Write(TextWriter output, StudyReport study)
    {
        WriteWorlds(output, study);
        WriteVariables(output, study.Worlds[0]);
        WritePolicies(output, study);
        output.WriteLine();
        output.WriteLine($"Ends of episodes, given the true next state ({study.Terminal.Terminals} held out), and the reward");
        Row(output, "", ["precision", "recall", "F1", "Brier", "reward off by"]);
        Row(output, "", [study.Terminal.Precision, study.Terminal.Recall, study.Terminal.F1, study.Terminal.Brier, study.RewardRmse]);
        WriteUncertainty(output, study);
    }

    private static void WriteUncertainty(TextWriter output, StudyReport study)
    {
        if (study.StepUncertainty is not { } step) return;
        output.WriteLine();
        output.WriteLine("What the learned world does not know of a held-out step (root mean square over the continuous variables, in deviations of the log)");
        Row(output, "members disagree (epistemic)", [step.Epistemic]);
        Row(output, "noise of the world (aleatoric)", [step.Aleatoric]);
        if (study.Uncertainty is not { } uncertainty) return;
        output.WriteLine("whether the members disagree where their mean is wrong (rank correlation with its true error)");
        Row(output, "  at logged states", [uncertainty.OnLog]);
        Row(output, "  at states beyond the log", [uncertainty.OffLog]);
    }

    private static void WriteWorlds(TextWriter output, StudyReport study)
    {
        IReadOnlyList<WorldScore> worlds = study.Worlds;
        output.WriteLine();
        output.WriteLine($"The learned world beside others, on {study.HeldOut.ToString("N0", CultureInfo.InvariantCulture)} held-out transitions (changes in units of their deviation in the log)");
        Row(output, "", [.. worlds.Select(world => world.Name), "nothing changes"]);
        if (worlds[0].Outcomes is not null)
        {
            output.WriteLine("one step against the true world");
            Row(output, "  energy distance", worlds.Select(world => (double?)world.Outcomes!.Energy));
            Row(output, "  Wasserstein-1", worlds.Select(world => world.Outcomes!.Wasserstein));
            Row(output, "  mean discrepancy", worlds.Select(world => (double?)world.Outcomes!.MeanDiscrepancy));
            Row(output, "  error where the outcome is sure", worlds.Select(world => world.Outcomes!.SureError));
            Row(output, "  energy distance elsewhere", worlds.Select(world => world.Outcomes!.UnsureEnergy));
            WriteHumps(output, worlds);
            WriteTransitions(output, study);
        }

        WriteOpenLoop(output, "error after steps, held-out log", [.. worlds.Select(world => world.OpenLoop), study.Persistence]);
        WriteOpenLoop(output, "error after steps, true world", [.. worlds.Select(world => world.SimulatedOpenLoop), study.SimulatedPersistence]);
        if (worlds[0].RankCorrelation is null) return;
        output.WriteLine("policies ranked by return");
        Row(output, "  correlation with true ranks", worlds.Select(world => world.RankCorrelation));
        Row(output, "  regret of the best one", worlds.Select(world => world.Regret));
    }

    private static void WriteHumps(TextWriter output, IReadOnlyList<WorldScore> worlds)
    {
        if (worlds[0].Outcomes!.Humps is null) return;
        Row(output, "  samples far from all humps", worlds.Select(world => world.Outcomes!.Humps?.OffMode));
        Row(output, "  conditions with every hump", worlds.Select(world => world.Outcomes!.Humps?.Covered));
        Row(output, "  share of the rarest hump", worlds.Select(world => world.Outcomes!.Humps?.RarestShare));
        Row(output, "  shares off by", worlds.Select(world => world.Outcomes!.Humps?.TotalVariation));
    }

    private static void WriteTransitions(TextWriter output, StudyReport study)
    {
        if (study.CountingTotalVariation is not { } counting) return;
        output.WriteLine($"in all states and under all actions (counting the log comes to {Text(counting)})");
        Row(output, "  transitions off by", study.Worlds.Select(world => world.Transitions?.TotalVariation));
        Row(output, "  ends on the right side", study.Worlds.Select(world => world.Transitions?.TerminalsRight));
        Row(output, "  largest error of a reward", study.Worlds.Select(world => world.Transitions?.LargestRewardError));
    }

    private static void WriteOpenLoop(TextWriter output, string title, IReadOnlyList<IReadOnlyList<OpenLoopErrorAt>> errors)
    {
        if (errors[0].Count == 0) return;
        output.WriteLine(title);
        for (int i = 0; i < errors[0].Count; i++)
        {
            int at = i;
            if (errors[0][at].Rmse is not null) Row(output, $"  {errors[0][at].Step}", errors.Select(error => error[at].Rmse));
            else output.WriteLine($"  {errors[0][at].Step,-30}too few episodes are that long ({errors[0][at].Windows} windows)");
        }
    }

    private static void WriteVariables(TextWriter output, WorldScore learned)
    {
        if (learned.Variables.Count == 0) return;
        output.WriteLine();
        output.WriteLine("Each variable one step ahead, in the learned world (held-out transitions; coverage is to be 0.5 and 0.9)");
        Row(output, "", ["error of the mean", "R²", "within 50 %", "within 90 %", "from uniform"]);
        foreach (Calibration variable in learned.Variables)
            Row(output, variable.Variable, [variable.Rmse, variable.R2, variable.Coverage50, variable.Coverage90, variable.PlaceDistance]);
    }

    private static void WritePolicies(TextWriter output, StudyReport study)
    {
        if (study.Worlds[0].Policies.Count == 0) return;
        output.WriteLine();
        output.WriteLine("Episodes of policies, in the true world and in the learned one (distance of the distributions of steps: Kolmogorov-Smirnov)");
        Row(output, "", ["true return", "learned return", "true steps", "learned steps", "distance", "its floor"]);
        foreach (PlayedPolicy policy in study.Worlds[0].Policies)
            Row(output, policy.Name, [policy.TrueReturn, policy.Return, policy.TrueSteps, policy.Steps, policy.StepsDistance, policy.StepsFloor]);
    }

    private static void Row(TextWriter output, string name, IEnumerable<double?> numbers) => Row(output, name, numbers.Select(Text));

    private static void Row(TextWriter output, string name, IEnumerable<string> texts) =>
        output.WriteLine((name.PadRight(NameWidth) + string.Concat(texts.Select(text => text.PadLeft(Math.Max(NumberWidth, text.Length + 2))))).TrimEnd());

    private static string Text(double? number) => number switch
    {
        null => "-",
        { } x when Math.Abs(x) >= 100 => x.ToString("0.0", CultureInfo.InvariantCulture),
        { } x when x == 0 || Math.Abs(x) >= 0.001 => x.ToString("0.####", CultureInfo.InvariantCulture),
        { } x => x.ToString("0.0E+0", CultureInfo.InvariantCulture),
    };
}
