using System.Numerics;

namespace WorldGan.Policies.Sources;

/// <summary>
/// Numbers of which one is found by a point on their sum, in as many steps as the tree is deep. Every sum is that of the two below it, so that the numbers alone
/// decide all bits, not the order in which they were set.
/// </summary>
internal sealed class SumTree
{
    private readonly int _leaves;

    public SumTree(int capacity)
    {
        _leaves = (int)BitOperations.RoundUpToPowerOf2((uint)capacity);
        Sums = new double[2 * _leaves];
    }

    /// <summary>[2 · leaves] the whole at 1, the two halves of what is at k at 2 k and 2 k + 1, the numbers in the second half.</summary>
    public double[] Sums { get; }

    /// <summary>The sum of all numbers.</summary>
    public double Total => Sums[1];

    /// <summary>One of the numbers.</summary>
    public double this[int index] => Sums[_leaves + index];

    /// <summary>Sets a number, which is not negative.</summary>
    public void Set(int index, double value)
    {
        int at = _leaves + index;
        for (Sums[at] = value; at > 1;)
        {
            at /= 2;
            Sums[at] = Sums[2 * at] + Sums[2 * at + 1];
        }
    }

    /// <summary>The number that a point in [0, total) falls on, each as wide as it is large: never one that is zero.</summary>
    public int Find(double point)
    {
        int at = 1;
        while (at < _leaves)
        {
            at *= 2;
            if (point < Sums[at] || Sums[at + 1] <= 0) continue;
            point -= Sums[at++];
        }

        return at - _leaves;
    }
}
