using WorldGan.Worlds;

namespace WorldGan.Evaluation.Outcomes;

/// <summary>Many next states of each of some conditions, as points of an <see cref="OutcomeSpace"/>.</summary>
internal sealed class OutcomeSamples
{
    private readonly float[] _points;                      // [conditions, samples, D]

    private OutcomeSamples(float[] points, int samples, int dimensions) => (_points, Samples, Dimensions) = (points, samples, dimensions);

    /// <summary>Samples of each condition.</summary>
    public int Samples { get; }

    /// <summary>D, the numbers of a point.</summary>
    public int Dimensions { get; }

    /// <summary>[samples, D] the samples of a condition.</summary>
    public ReadOnlySpan<float> this[int condition] => _points.AsSpan(condition * Samples * Dimensions, Samples * Dimensions);

    /// <summary>Draws samples from a world.</summary>
    /// <param name="world">A true or a learned world.</param>
    /// <param name="conditions">States and actions.</param>
    /// <param name="space">Where the points lie.</param>
    /// <param name="samples">Samples of each condition.</param>
    /// <param name="seed">Seed of the draws.</param>
    public static OutcomeSamples Draw(IWorld world, Conditions conditions, OutcomeSpace space, int samples, ulong seed)
    {
        int width = conditions.Width, dimensions = space.Dimensions;
        var points = new float[conditions.Count * samples * dimensions];
        for (int c = 0; c < conditions.Count; c++)
        {
            float[] next = NextStates.Draw(world, conditions.State(c), conditions.Actions[c], samples, new RowKey(seed, (uint)(c * samples), 0));
            for (int s = 0; s < samples; s++)
                space.Write(conditions.State(c), next.AsSpan(s * width, width), points.AsSpan((c * samples + s) * dimensions, dimensions));
        }

        return new OutcomeSamples(points, samples, dimensions);
    }
}
