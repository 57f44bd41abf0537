using WorldGan.Datasets;
using WorldGan.Worlds;

namespace WorldGan.Policies.Values;

/// <summary>
/// What Q(s, a) learns towards. Each way of ending has its own: a terminal has no future, a truncated episode bootstraps, a row that left the support
/// is worth the stated pessimistic value. Targets stay within what rewards allow.
/// </summary>
internal sealed class ValueTarget
{
    private readonly double[] _discounts;                  // of a future so many steps away

    public ValueTarget(WorldSpec spec, Normalizer normalizer, int returnSteps = 1)
        : this(spec, RewardRanges.Of(spec, normalizer), returnSteps)
    {
    }

    public ValueTarget(WorldSpec spec, RewardRange rewards, int returnSteps)
        : this(spec, new RewardRanges(rewards, rewards), returnSteps)
    {
    }

    private ValueTarget(WorldSpec spec, RewardRanges rewards, int returnSteps)
    {
        _discounts = new double[returnSteps + 1];
        _discounts[0] = 1;
        for (int k = 1; k <= returnSteps; k++) _discounts[k] = _discounts[k - 1] * spec.Discount;
        (Lowest, Highest) = rewards.Returns(spec.Discount);
        Scale = Math.Max(Math.Max(-Lowest, Highest), 1e-6) / 10;
    }

    /// <summary>The lowest return that rewards allow.</summary>
    public double Lowest { get; }

    /// <summary>The highest return that rewards allow.</summary>
    public double Highest { get; }

    /// <summary>The value of a state beyond the log's support: the worst that could ever come.</summary>
    public double Pessimistic => Lowest;

    /// <summary>The unit of the networks' outputs: a tenth of the largest possible return, so that values and their differences are of order one.</summary>
    public double Scale { get; }

    /// <summary>The nearest value that rewards allow: networks say anything where the log does not reach.</summary>
    public float Clamp(float value) => (float)Math.Clamp(value, Lowest, Highest);

    /// <summary>reward + discount^steps · future, in units of <see cref="Scale"/>.</summary>
    /// <param name="reward">The discounted sum of the steps' rewards.</param>
    /// <param name="ending">How the last step ended.</param>
    /// <param name="nextValue">Value of the next state in units of <see cref="Scale"/>.</param>
    /// <param name="steps">Number of steps.</param>
    public float Of(float reward, Ending ending, float nextValue, int steps = 1)
    {
        double future = ending switch
        {
            Ending.Terminal => 0,
            Ending.LeftSupport => Pessimistic,
            _ => nextValue * Scale,
        };
        return (float)(Math.Clamp(reward + _discounts[steps] * future, Lowest, Highest) / Scale);
    }
}
