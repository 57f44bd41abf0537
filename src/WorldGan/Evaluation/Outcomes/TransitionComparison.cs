using System.Globalization;
using WorldGan.Datasets;
using WorldGan.WorldModel;
using WorldGan.Worlds;

namespace WorldGan.Evaluation.Outcomes;

/// <summary>Compares learned worlds with the true one where every variable is a category or a flag and the true probabilities are known.</summary>
internal sealed class TransitionComparison
{
    private const int MostStates = 1000;

    private readonly TrueTransitions[] _all;

    private TransitionComparison(TrueTransitions[] all, double counting) => (_all, Counting) = (all, counting);

    /// <summary>Mean total variation distance of what the counts of the training rows say; where they have none, every state is as likely as any other.</summary>
    public double Counting { get; }

    /// <summary>Prepares the comparison; null where the world is not of that kind.</summary>
    /// <param name="truth">The true world.</param>
    /// <param name="data">The log, in whose states worlds are compared.</param>
    /// <param name="training">Its rows that worlds were learned from.</param>
    /// <param name="seed">Seed of the true steps that show rewards and ends.</param>
    public static TransitionComparison? Of(IWorld truth, TransitionSet data, int[] training, ulong seed)
    {
        if (data.Spec.State.Any(variable => variable.Classes == 0)) return null;
        int[] firsts = [.. Enumerable.Range(0, data.Count).DistinctBy(row => Key(data.State(row)))];
        TrueTransitions[] all =
        [
            .. RowSelection.Spread(firsts, MostStates).SelectMany(row => Enumerable.Range(0, data.Spec.Actions.Count).Select(action => (row, action)))
                .Select((at, i) => TrueTransitions.Of(truth, data.State(at.row), at.action, seed, (uint)i)),
        ];
        return all.Any(transitions => transitions.Humps.Count == 0) ? null : new TransitionComparison(all, Count(all, data, training));
    }

    /// <summary>Scores a learned world.</summary>
    public TransitionScore Score(LearnedWorld world)
    {
        var heads = new HeadPrediction(world);
        return new TransitionScore(
            _all.Average(from => from.TotalVariation(next => heads.Classes(from.State, from.Action, next))),
            _all.SelectMany(from => from.Seen.Select(seen => heads.Terminal(from.State, from.Action, seen.Next) > 0.5 == seen.IsTerminal ? 1.0 : 0.0)).Average(),
            _all.SelectMany(from => from.Seen.Select(seen => Math.Abs(heads.Reward(from.State, from.Action, seen.Next) - seen.Reward))).Max());
    }

    private static double Count(TrueTransitions[] all, TransitionSet data, int[] training)
    {
        ILookup<(string, int), string> nexts = training.ToLookup(row => (Key(data.State(row)), data.Actions[row]), row => Key(data.NextState(row)));
        double uniform = data.Spec.State.Aggregate(1.0, (share, variable) => share / variable.Classes);
        return all.Average(from =>
        {
            string[] counted = [.. nexts[(Key(from.State), from.Action)]];
            return from.TotalVariation(next => counted.Length == 0 ? uniform : counted.Count(key => key == Key(next)) / (double)counted.Length);
        });
    }

    private static string Key(ReadOnlySpan<float> state) => string.Join(' ', state.ToArray().Select(value => value.ToString(CultureInfo.InvariantCulture)));
}
