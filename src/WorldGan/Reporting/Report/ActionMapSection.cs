using WorldGan.Datasets;
using WorldGan.Evaluation.Statistics;
using WorldGan.Policies;
using WorldGan.Reporting.Charts;
using WorldGan.Worlds;

namespace WorldGan.Reporting.Report;

/// <summary>Which action the policy takes, over the two variables that it looks at most.</summary>
internal static class ActionMapSection
{
    private const int Columns = 60, Rows = 40, Probes = 200, Places = 9, MostDots = 400;

    public static string? Of(ReportSubject subject)
    {
        if (subject.Policy is not { } policy || PictureOf(policy, subject.Data) is not { } picture) return null;
        return Html.Section("policy", "What the policy does", [],
            Html.Paragraph($"The action it takes over the two variables whose values change its choice most often, the others held at their median in the log{(subject.Data.Width > 2 ? ", so that this is one slice of many" : "")}."),
            Html.Figure(picture, "Dots are states of the log: beyond them, the policy has seen only what was imagined.", [.. subject.Data.Spec.Actions.Select((action, a) => (InkOf(a), action.Name))]));
    }

    /// <summary>The map; null where fewer than two variables can be looked at.</summary>
    public static Picture? PictureOf(QPolicy policy, TransitionSet data)
    {
        int[] candidates = [.. Enumerable.Range(0, data.Width).Where(j => data.Spec.State[j] is { StepsBack: 0, Classes: 0 } && !policy.Normalizer.IsConstant(j))];
        if (candidates.Length < 2) return null;
        int[] looked = [.. candidates.OrderByDescending(j => Influence(policy, data, j)).Take(2).Order()];
        var (x, y) = (Edges(data, looked[0], Columns), Edges(data, looked[1], Rows));
        (double, double)[] dots = [.. RowSelection.Spread([.. Enumerable.Range(0, data.Count)], MostDots).Select(row => ((double)data.State(row)[looked[0]], (double)data.State(row)[looked[1]])).Where(dot => dot.Item1 >= x[0] && dot.Item1 <= x[^1] && dot.Item2 >= y[0] && dot.Item2 <= y[^1])];
        Panel panel = new(Name(data, looked[1]), [new Cells(x, y, Choose(policy, data, looked, x, y)), new Points(Ink.Rule, dots)]) { Across = Name(data, looked[0]) };
        return new Picture("Actions of the policy", [panel]) { PanelHeight = 380 };
    }

    /// <summary>The colour of an action.</summary>
    public static Ink InkOf(int action) => (Ink)(action % (int)Ink.Rule);

    /// <summary>How often the choice changes along a variable, at logged states.</summary>
    private static double Influence(QPolicy policy, TransitionSet data, int variable)
    {
        int[] rows = RowSelection.Spread([.. Enumerable.Range(0, data.Count)], Probes);
        double[] edges = Edges(data, variable, Places);
        int[][] chosen = [.. edges.Select(value => Act(policy, [.. rows.SelectMany(row => With(data.State(row).ToArray(), (variable, value)))]))];
        return Enumerable.Range(0, rows.Length).Sum(i => Enumerable.Range(1, edges.Length - 1).Count(k => chosen[k][i] != chosen[k - 1][i]));
    }

    private static Ink[,] Choose(QPolicy policy, TransitionSet data, int[] variables, double[] x, double[] y)
    {
        float[] median = [.. Enumerable.Range(0, data.Width).Select(j => (float)Quantile(data, j, 0.5))];
        int[] actions = Act(policy, [.. from row in Enumerable.Range(0, Rows) from column in Enumerable.Range(0, Columns) from value in With([.. median], (variables[0], (x[column] + x[column + 1]) / 2), (variables[1], (y[row] + y[row + 1]) / 2)) select value]);
        var inks = new Ink[Rows, Columns];
        for (int i = 0; i < actions.Length; i++) inks[i / Columns, i % Columns] = InkOf(actions[i]);
        return inks;
    }

    private static float[] With(float[] state, params (int Variable, double Value)[] values)
    {
        foreach ((int variable, double value) in values) state[variable] = (float)value;
        return state;
    }

    private static int[] Act(QPolicy policy, float[] states)
    {
        var actions = new int[states.Length / policy.Spec.State.Count];
        policy.Act(new RowKey[actions.Length], states, actions);
        return actions;
    }

    private static double[] Edges(TransitionSet data, int variable, int count)
    {
        (double low, double high) = (Quantile(data, variable, 0.01), Quantile(data, variable, 0.99));
        if (low == high) (low, high) = (Quantile(data, variable, 0), Quantile(data, variable, 1));
        return [.. Enumerable.Range(0, count + 1).Select(i => low + i * (high - low) / count)];
    }

    private static double Quantile(TransitionSet data, int variable, double share) => Quantiles.Of([.. Enumerable.Range(0, data.Count).Select(row => (double)data.State(row)[variable]).Order()], share);

    private static string Name(TransitionSet data, int variable) => FanPanel.NameOf(data.Spec.State[variable].Name, data.Spec.State[variable].Unit);
}
