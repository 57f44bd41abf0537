using FsCheck.Xunit;
using WorldGan.Policies.Sources;

namespace WorldGan.Tests.Policies.Sources;

public class SumTreeTests
{
    [Property]
    public void A_point_on_the_sum_finds_the_number_that_it_falls_on(byte[] numbers, double at)
    {
        if (numbers.Sum(n => n) == 0 || !double.IsFinite(at)) return;
        SumTree tree = Of(numbers);
        double point = Math.Abs(at) % 1 * tree.Total, below = 0;
        int expected = 0;
        while (point >= below + numbers[expected]) below += numbers[expected++];
        Assert.Equal(numbers.Sum(n => n), tree.Total);
        Assert.Equal(expected, tree.Find(point));
    }

    [Property]
    public void What_is_zero_is_never_found(byte[] numbers)
    {
        if (numbers.Sum(n => n) == 0) return;
        SumTree tree = Of(numbers);
        foreach (double point in new[] { 0, tree.Total * 0.5, tree.Total, tree.Total * 1.1 }) Assert.NotEqual(0, numbers[tree.Find(point)]);
    }

    [Property]
    public void The_order_of_setting_changes_no_bit(double[] numbers)
    {
        double[] sizes = [.. numbers.Select(n => double.IsFinite(n) ? Math.Abs(n) % 1e6 : 1)];
        SumTree forwards = new(sizes.Length + 1), backwards = new(sizes.Length + 1);
        for (int i = 0; i < sizes.Length; i++) forwards.Set(i, 5);
        for (int i = 0; i < sizes.Length; i++) forwards.Set(i, sizes[i]);
        for (int i = sizes.Length - 1; i >= 0; i--) backwards.Set(i, sizes[i]);
        Assert.Equal(forwards.Sums, backwards.Sums);
    }

    private static SumTree Of(byte[] numbers)
    {
        var tree = new SumTree(numbers.Length);
        for (int i = 0; i < numbers.Length; i++) tree.Set(i, numbers[i]);
        return tree;
    }
}
