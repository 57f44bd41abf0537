using WorldGan.Datasets;
using WorldGan.Evaluation.Futures;
using WorldGan.Policies;
using WorldGan.Reporting.Charts;
using WorldGan.Reporting.Report;
using WorldGan.Rollouts;

namespace WorldGan.Reporting.Notebooks;

/// <summary>
/// What a notebook shows: a cell that ends with one of these shows it, in <c>worldgan notebook</c> as in .NET Interactive. Blue is what the learned world
/// says, orange what was logged.
/// </summary>
/// <example><code>
/// TrainedRun run = TrainedRun.Open("runs/arm");
/// Display.Fan(run.Imagine(100))
/// </code></example>
public static class Display
{
    /// <summary>A row for each item, with a column for each of its public properties.</summary>
    /// <example><code>
    /// LogInspection log = LogInspection.Inspect("arm.csv");
    /// Display.Table(log.State.Select(v => new { v.Name, v.Values.Low, v.Values.High }))
    /// </code></example>
    public static Table Table<T>(IEnumerable<T> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        return Notebooks.Table.Of(rows);
    }

    /// <summary>How often each value of each variable occurs in a log, and in what was imagined.</summary>
    /// <param name="logged">The log.</param>
    /// <param name="imagined">Rollouts of the same world, drawn as outlines; null shows the log alone.</param>
    /// <example><code>
    /// TrainedRun run = TrainedRun.Open("runs/arm");
    /// Display.Marginals(run.Data, run.Imagine(50))
    /// </code></example>
    public static Figure Marginals(TransitionSet logged, RolloutBatch? imagined = null)
    {
        ArgumentNullException.ThrowIfNull(logged);
        (Ink, TransitionSet)[] sets = imagined is null ? [(Ink.Real, logged)] : [(Ink.Real, logged), (Ink.Imagined, TransitionSet.From(logged.Spec, RolloutLog.Episodes(imagined)))];
        string caption = imagined is null ? "Share of the steps of the log." : "Share of the steps: orange is logged, blue imagined.";
        return Of(new Picture("Distribution of each variable", [.. Report.Marginals.Of(sets)]) { Columns = 3, PanelHeight = 150, Caption = caption });
    }

    /// <summary>Numbers side by side with how often they occur, as shares of each list.</summary>
    /// <param name="title">What they are, with their unit.</param>
    /// <param name="lists">At least one, with what each is called.</param>
    /// <example><code>
    /// TrainedRun run = TrainedRun.Open("runs/arm");
    /// RolloutBatch futures = run.Imagine(50);
    /// Display.Histogram("steps of an episode", ("imagined", futures.Lengths.Select(steps => (double)steps)))
    /// </code></example>
    public static Figure Histogram(string title, params (string Name, IEnumerable<double> Numbers)[] lists)
    {
        ArgumentNullException.ThrowIfNull(lists);
        IReadOnlyList<Bars> bars = Report.Histogram.Of([.. lists.Select((list, i) => (InkOf(i), list.Numbers.ToArray()))]);
        return Of(new Picture(title, [new Panel("share", [.. bars.Select((layer, i) => layer with { IsOutline = i > 0 })])]) { Caption = Names(lists.Select(list => list.Name)) });
    }

    /// <summary>Lines over the same steps.</summary>
    /// <param name="title">What they show, with its unit.</param>
    /// <param name="across">What is counted along the horizontal axis, from 0.</param>
    /// <param name="lines">At least one, with what each is called.</param>
    /// <example><code>
    /// TrainedRun run = TrainedRun.Open("runs/arm");
    /// Forecast forecast = run.Forecast("height > 1", within: 20);
    /// Display.Lines("probability", "step", ("policy", forecast.Steps.Select(step => step.Probability ?? 0)))
    /// </code></example>
    public static Figure Lines(string title, string across, params (string Name, IEnumerable<double> Values)[] lines)
    {
        ArgumentNullException.ThrowIfNull(lines);
        var layers = lines.Select((line, i) => new Line(InkOf(i), [.. line.Values.Select((_, step) => (double)step)], [.. line.Values.Select(value => (double?)value)]));
        return Of(new Picture(title, [new Panel("", [.. layers])]) { Across = across, Caption = Names(lines.Select(line => line.Name)) });
    }

    /// <summary>A line for each of some rollouts, over each variable.</summary>
    /// <param name="rollouts">At least one; more than a few hundred are hard to tell apart.</param>
    public static Figure Futures(RolloutBatch rollouts)
    {
        ArgumentNullException.ThrowIfNull(rollouts);
        return new Figure($"{rollouts.Count} imagined futures", "A line for each future.", RolloutChart.Draw(rollouts));
    }

    /// <summary>Where each variable lies in many rollouts: the median, and the middle 50 % and 90 % of those that still run.</summary>
    public static Figure Fan(RolloutBatch rollouts)
    {
        ArgumentNullException.ThrowIfNull(rollouts);
        return Of(new Picture(FormattableString.Invariant($"{rollouts.Count:N0} imagined futures"), [.. Fans.Of(rollouts).Select(FanPanel.Of)])
        {
            Caption = "The median, and the middle 50 % and 90 % of the futures that still run.",
            Across = "steps from now",
            Columns = 2,
            PanelHeight = 170,
        });
    }

    /// <summary>The probability of an event by step, and the fan of each variable.</summary>
    public static Figure Forecast(Forecast forecast)
    {
        ArgumentNullException.ThrowIfNull(forecast);
        return new Figure(forecast.Event, FormattableString.Invariant($"Within {forecast.Horizon} steps, in {forecast.Futures:N0} futures."), ForecastChart.Draw(forecast));
    }

    /// <summary>Which action a policy takes, over the two variables that change its choice most often, the others held at their median in the log.</summary>
    /// <exception cref="ArgumentException">The world has fewer than two variables that are numbers.</exception>
    /// <example><code>
    /// TrainedRun run = TrainedRun.Open("runs/arm");
    /// Display.Actions(run.Policy!, run.Data)
    /// </code></example>
    public static Figure Actions(QPolicy policy, TransitionSet data)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(data);
        Picture picture = ActionMapSection.PictureOf(policy, data) ?? throw new ArgumentException($"Expected at least two variables that are numbers and vary, got fewer in world '{data.Spec.Name}'.");
        return Of(picture with { Caption = string.Join(", ", data.Spec.Actions.Select((action, a) => $"{Colour(ActionMapSection.InkOf(a))}: {action.Name}")) + "; dots are states of the log" });
    }

    /// <summary>A picture from elsewhere, such as <c>RunReport.DrawTraining</c>.</summary>
    public static Figure Svg(string title, string svg) => new(title, "", svg);

    private static Figure Of(Picture picture) => new(picture.Title, picture.Caption, picture.Alone());

    private static Ink InkOf(int index) => (Ink)(index % (int)Ink.Rule);

    private static string Names(IEnumerable<string> names) => string.Join(", ", names.Select((name, i) => $"{Colour(InkOf(i))}: {name}"));

    private static string Colour(Ink ink) => ink switch
    {
        Ink.Imagined => "blue",
        Ink.Real => "orange",
        Ink.Third => "green",
        Ink.Fourth => "purple",
        _ => "red",
    };
}
