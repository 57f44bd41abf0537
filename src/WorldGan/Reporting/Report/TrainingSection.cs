using WorldGan.Reporting.Charts;

namespace WorldGan.Reporting.Report;

/// <summary>The curves of the trainings, each with what is healthy.</summary>
internal static class TrainingSection
{
    // To add a curve: its place in metrics.jsonl, what it is, and what a healthy one looks like.
    private static readonly (string Stage, string Metric, string Title, string Healthy)[] Known =
    [
        ("world.mean", "meanLoss", "mean: error of the batch", "falls and flattens"),
        ("world.mean", "meanHeldOutRmse", "mean: error on held-out episodes", "falls with it, or lies flat where a linear step says all that can be known; where it rises, the log is learned by heart, and training stops"),
        ("world.noise", "criticDistance", "noise: distance that the critic sees", "rises at first, then falls towards 0 as the generator catches up"),
        ("world.noise", "penalty", "noise: slope of the critic against its limit", "stays near what the loss wants"),
        ("world.scale", "scaleLoss", "scale of the noise: negative log-likelihood", "falls a little and flattens; it is only used where held-out rows confirm it"),
        ("world.heads", "rewardLoss", "reward: squared error", "falls"),
        ("world.heads", "terminalLoss", "ends: negative log-likelihood", "falls"),
        ("world.heads", "discreteLoss", "categories and flags: negative log-likelihood", "falls to what chance leaves"),
        ("policy.dqn", "loss", "policy: error of the values", "settles; it does not go to 0, since its target moves"),
        ("policy.dqn", "meanValue", "policy: mean value", "rises and flattens; without an end it overestimates"),
        ("policy.dqn", "criticDistance", "imitation: distance of expert and policy", "falls as the policy comes nearer"),
    ];

    public static string? Of(ReportSubject subject)
    {
        if (PictureOf(subject.Curves) is not { } picture) return null;
        IReadOnlyList<Panel> panels = picture.Panels;
        IEnumerable<IReadOnlyList<string>> healthy = Known.Where(known => panels.Any(panel => panel.Title == known.Title)).Select(known => (IReadOnlyList<string>)[known.Title, known.Healthy]);
        return Html.Section("training", "How training went", [Source.Logged],
            Html.Figure(picture, "A line for each member of the ensemble. Members that go apart see different things in the same log."),
            Html.Table(["curve", "a healthy one"], healthy, isWords: true));
    }

    /// <summary>The curves that there are; null where there is none.</summary>
    public static Picture? PictureOf(IReadOnlyList<TrainingCurve> curves)
    {
        Panel[] panels = [.. Known.Select(known => Panel(known.Title, [.. curves.Where(curve => (curve.Stage, curve.Metric) == (known.Stage, known.Metric))])).OfType<Panel>()];
        return panels.Length == 0 ? null : new Picture("Curves of the trainings", panels) { Columns = 2, PanelHeight = 170, Across = "steps", Caption = "A line for each member of the ensemble." };
    }

    private static Panel? Panel(string title, TrainingCurve[] curves) => curves.Length == 0 ? null : new Panel(title, [.. curves.Select(curve => new Line(Ink.Imagined, curve.Steps, curve.Values, "thin"))]);
}
