using WorldGan.Numerics;
using WorldGan.Worlds;

namespace WorldGan.Policies.Planning;

/// <summary>
/// The cross-entropy method (Rubinstein 1999; De Boer, Kroese, Mannor and Rubinstein 2005, section 4) over plans: each step of a plan has a probability of each action, which moves
/// towards how often the best of the drawn plans take it. The answer is the likeliest first action, not that of the luckiest plan.
/// </summary>
internal sealed class CrossEntropyMethod(PlanRating rating, int actions, PlanningOptions options) : IPlanSearch
{
    private readonly int _elites = Math.Max(1, (int)(options.EliteShare * options.Population));

    public int FirstAction(RowKey key, ReadOnlySpan<float> state)
    {
        var random = new RandomStream(key.Seed, RandomPurpose.Planning, key.Trajectory, key.Step);
        var probabilities = new double[options.Horizon * actions]; // [T, A]
        Array.Fill(probabilities, 1.0 / actions);
        for (int i = 0; i < options.Iterations; i++)
        {
            int[] plans = Draw(ref random, probabilities);
            double[] returns = rating.Rate(key with { Trajectory = (uint)(i * options.Futures) }, state, plans);
            Learn(probabilities, plans, [.. Enumerable.Range(0, options.Population).OrderByDescending(plan => returns[plan]).Take(_elites)]);
        }

        return Array.IndexOf(probabilities, probabilities.Take(actions).Max(), 0, actions);
    }

    /// <summary>[P, T] plans, each action drawn by its probability.</summary>
    private int[] Draw(ref RandomStream random, double[] probabilities)
    {
        var plans = new int[options.Population * options.Horizon];
        for (int i = 0; i < plans.Length; i++)
        {
            int first = i % options.Horizon * actions;
            double left = random.NextDouble();
            while (plans[i] < actions - 1 && (left -= probabilities[first + plans[i]]) >= 0) plans[i]++;
        }

        return plans;
    }

    private void Learn(double[] probabilities, int[] plans, int[] elites)
    {
        for (int i = 0; i < probabilities.Length; i++) probabilities[i] *= options.Momentum;
        foreach (int elite in elites)
            for (int t = 0; t < options.Horizon; t++) probabilities[t * actions + plans[elite * options.Horizon + t]] += (1 - options.Momentum) / elites.Length;
    }
}
