using WorldGan.Numerics;

namespace WorldGan.Policies.Sources;

/// <summary>
/// Draws a transition with probability P in proportion to (|error| + ε)^α, new ones as often as the most surprising so far, one from each of B equal parts of the
/// sum (arXiv:1511.05952, section 3.3 and appendix B.2.1). Weights are (N · P)^-β, over the largest of the draw; β rises evenly to 1.
/// </summary>
internal sealed class PrioritisedSampler : ISampler
{
    private const double Least = 1e-3;                     // ε: what surprises no more is still drawn at times

    private readonly SumTree _tree;
    private readonly double[] _highest = [1];
    private readonly double _exponent, _correction;

    /// <param name="capacity">Most transitions.</param>
    /// <param name="exponent">α.</param>
    /// <param name="correction">β at first.</param>
    public PrioritisedSampler(int capacity, double exponent, double correction) =>
        (_tree, _exponent, _correction) = (new SumTree(capacity), exponent, correction);

    public IEnumerable<(string Name, Array Values)> State => [("priorities", _tree.Sums), ("highest", _highest)];

    public void Add(int index) => _tree.Set(index, _highest[0]);

    public void Draw(ref RandomStream random, int count, double progress, Span<int> rows, Span<float> weights)
    {
        double part = _tree.Total / rows.Length, beta = _correction + (1 - _correction) * progress;
        float largest = 0;
        for (int i = 0; i < rows.Length; i++)
        {
            rows[i] = _tree.Find((i + random.NextDouble()) * part);
            weights[i] = (float)Power(count * _tree[rows[i]] / _tree.Total, -beta);
            largest = Math.Max(largest, weights[i]);
        }

        for (int i = 0; i < weights.Length; i++) weights[i] /= largest;
    }

    public void Learned(int index, float error)
    {
        if (!float.IsFinite(error)) return;                // the training stops at it, and must not lose the sums on the way
        double priority = Power(Math.Abs(error) + Least, _exponent);
        _highest[0] = Math.Max(_highest[0], priority);
        _tree.Set(index, priority);
    }

    private static double Power(double x, double exponent) => ExactMath.Exp(exponent * ExactMath.Log(x));
}
