using WorldGan.Datasets;
using WorldGan.Reporting.Charts;
using WorldGan.Worlds;

namespace WorldGan.Reporting.Report;

/// <summary>How often each value of each variable occurs, of rewards, and of lengths of episodes.</summary>
internal static class Marginals
{
    /// <summary>A panel for each; of several sets of transitions, which must be of one world, the first one is filled and the others are outlines.</summary>
    public static IEnumerable<Panel> Of(params (Ink Ink, TransitionSet Data)[] sets)
    {
        foreach ((StateVariable variable, int j) in sets[0].Data.Spec.State.Select((variable, j) => (variable, j)).Where(v => v.variable.StepsBack == 0))
        {
            if (variable.Classes > 0) yield return OfClasses(variable, sets, j);
            else yield return OfNumbers(FanPanel.NameOf(variable.Name, variable.Unit), sets, data => Rows(data).Select(row => (double)data.State(row)[j]));
        }

        if (sets[0].Data.HasRewards) yield return OfNumbers("reward of a step", sets, data => data.Rewards.Select(reward => (double)reward));
        yield return OfNumbers("steps of an episode", sets, data => Enumerable.Range(0, data.EpisodeCount).Select(e => (double)(data.EpisodeStarts[e + 1] - data.EpisodeStarts[e])));
    }

    private static Panel OfNumbers(string name, (Ink Ink, TransitionSet Data)[] sets, Func<TransitionSet, IEnumerable<double>> numbers)
    {
        IReadOnlyList<Bars> bars = Histogram.Of([.. sets.Select(set => (set.Ink, numbers(set.Data).ToArray()))]);
        return new Panel(name, [.. bars.Select((layer, i) => layer with { IsOutline = i > 0 })]);
    }

    private static Panel OfClasses(StateVariable variable, (Ink Ink, TransitionSet Data)[] sets, int j) =>
        new(variable.Name, Histogram.OfClasses(variable.Classes, [.. sets.Select(set => (set.Ink, Rows(set.Data).Select(row => (int)set.Data.State(row)[j]).ToArray()))]))
        {
            Names = [.. Enumerable.Range(0, variable.Classes).Select(c => $"{c}")],
        };

    private static IEnumerable<int> Rows(TransitionSet data) => Enumerable.Range(0, data.Count);
}
