using WorldGan.Datasets;
using WorldGan.Worlds;

namespace WorldGan.Policies;

/// <summary>
/// What Q(s, a) learns towards. Each way of ending has its own: a terminal has no future, a truncated episode bootstraps, a row that left the support
/// is worth the stated pessimistic value. Targets stay within what rewards allow.
/// </summary>
internal sealed class ValueTarget
{
    private readonly double _discount, _low, _high;

    public ValueTarget(WorldSpec spec, Normalizer normalizer)
    {
        _discount = spec.Discount;
        (double low, double high) = RewardRanges.Of(spec, normalizer);
        _low = Math.Min(low, 0) / (1 - _discount);         // an episode may end at once, which is worth 0
        _high = Math.Max(high, 0) / (1 - _discount);
        Pessimistic = _low;
        Scale = Math.Max(Math.Max(-_low, _high), 1e-6) / 10;
    }

    /// <summary>The value of a state beyond the log's support: the worst that could ever come.</summary>
    public double Pessimistic { get; }

    /// <summary>The unit of the networks' outputs: a tenth of the largest possible return, so that values and their differences are of order one.</summary>
    public double Scale { get; }

    /// <summary>The nearest value that rewards allow: networks say anything where the log does not reach.</summary>
    public float Clamp(float value) => (float)Math.Clamp(value, _low, _high);

    /// <summary>reward + discount · future, in units of <see cref="Scale"/>.</summary>
    /// <param name="reward">The step's reward.</param>
    /// <param name="ending">How the step ended.</param>
    /// <param name="nextValue">Value of the next state in units of <see cref="Scale"/>.</param>
    public float Of(float reward, Ending ending, float nextValue)
    {
        double future = ending switch
        {
            Ending.Terminal => 0,
            Ending.LeftSupport => Pessimistic,
            _ => nextValue * Scale,
        };
        return (float)(Math.Clamp(reward + _discount * future, _low, _high) / Scale);
    }
}
