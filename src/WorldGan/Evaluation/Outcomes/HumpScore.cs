using WorldGan.Worlds;

namespace WorldGan.Evaluation.Outcomes;

/// <summary>How samples are spread over the humps of a true world.</summary>
/// <param name="OffMode">
/// Share of the samples that are far from every hump: further than a fifth of the distance between two humps, or with more humps a quarter of their root mean
/// square distance from their centre; over conditions with several humps that lie apart.
/// </param>
/// <param name="Covered">Share of the conditions in which every hump holds between 0.2 and 2.4 times its probability.</param>
/// <param name="RarestShare">Mean share of the samples nearest the least likely hump; null where all are equally likely.</param>
/// <param name="TotalVariation">Mean total variation distance between the shares of humps and their probabilities.</param>
public sealed record HumpScore(double OffMode, double Covered, double? RarestShare, double TotalVariation)
{
    /// <summary>Scores samples; null where no condition has several humps.</summary>
    internal static HumpScore? Of(IWorld truth, Conditions conditions, OutcomeSpace space, OutcomeSamples samples)
    {
        var all = new List<HumpCount>();
        for (int c = 0; c < conditions.Count; c++)
        {
            IReadOnlyList<Hump> humps = truth.Humps(conditions.State(c), conditions.Actions[c]);
            if (humps.Count > 1) all.Add(new HumpCount(humps, conditions.State(c), space, samples[c]));
        }

        if (all.Count == 0) return null;
        double?[] rarest = [.. all.Select(count => count.RarestShare).Where(share => share is not null)];
        return new HumpScore(all.Average(count => count.OffMode), all.Average(count => count.IsCovered ? 1.0 : 0.0), rarest.Length == 0 ? null : rarest.Average(), all.Average(count => count.TotalVariation));
    }
}

/// <summary>Which hump of one condition each sample is nearest to.</summary>
internal sealed class HumpCount
{
    private readonly IReadOnlyList<Hump> _humps;
    private readonly double[] _shares;

    /// <param name="humps">The humps of the condition, at least two.</param>
    /// <param name="state">[S] the state of the condition.</param>
    /// <param name="space">Where the points lie.</param>
    /// <param name="samples">[samples, D] points.</param>
    public HumpCount(IReadOnlyList<Hump> humps, ReadOnlySpan<float> state, OutcomeSpace space, ReadOnlySpan<float> samples)
    {
        int dimensions = space.Dimensions, count = samples.Length / dimensions, off = 0;
        var middles = new float[humps.Count][];
        for (int h = 0; h < humps.Count; h++) space.Write(state, humps[h].Middle, middles[h] = new float[dimensions]);
        (_humps, _shares) = (humps, new double[humps.Count]);
        double reach = Reach(middles);
        for (int i = 0; i < count; i++)
        {
            (int nearest, double distance) = Nearest(middles, samples.Slice(i * dimensions, dimensions));
            _shares[nearest] += 1.0 / count;
            if (distance > reach) off++;
        }

        OffMode = (double)off / count;
    }

    public double OffMode { get; }

    public bool IsCovered => _humps.Zip(_shares).All(hump => hump.Second >= 0.2 * hump.First.Probability && hump.Second <= 2.4 * hump.First.Probability);

    public double TotalVariation => 0.5 * _humps.Zip(_shares).Sum(hump => Math.Abs(hump.First.Probability - hump.Second));

    public double? RarestShare
    {
        get
        {
            double least = _humps.Min(hump => hump.Probability);
            return _humps.Count(hump => hump.Probability == least) > 1 ? null : _humps.Zip(_shares).First(hump => hump.First.Probability == least).Second;
        }
    }

    private static double Reach(float[][] middles)
    {
        if (middles.Length == 2) return 0.2 * OutcomeDistance.Of(middles[0], middles[1]);
        float[] centre = [.. Enumerable.Range(0, middles[0].Length).Select(j => middles.Average(middle => middle[j]))];
        return 0.25 * Math.Sqrt(middles.Select(middle => OutcomeDistance.Of(middle, centre)).Average(distance => distance * distance));
    }

    private static (int Nearest, double Distance) Nearest(float[][] middles, ReadOnlySpan<float> point)
    {
        (int nearest, double least) = (0, double.PositiveInfinity);
        for (int h = 0; h < middles.Length; h++)
            if (OutcomeDistance.Of(middles[h], point) is var distance && distance < least) (nearest, least) = (h, distance);
        return (nearest, least);
    }
}
