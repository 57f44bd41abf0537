using FsCheck.Xunit;
using WorldGan.Evaluation.Outcomes;

namespace WorldGan.Tests.Evaluation.Outcomes;

public class OutcomeDistanceTests
{
    /// <summary>All points of a set in one place: only the distance between the places is left, twice.</summary>
    [Fact]
    public void Two_places_have_twice_their_distance_as_energy_distance() =>
        Assert.Equal(2 * 5, OutcomeDistance.Energy([0, 0, 0, 0], [3, 4, 3, 4], 2), 1e-12);

    /// <summary>E|X - Y| = 1/2, E|X - X'| over pairs = 1, so 2 · 1/2 - 1 - 0.</summary>
    [Fact]
    public void Pairs_of_a_set_with_itself_do_not_count() => Assert.Equal(0, OutcomeDistance.Energy([0, 1], [0.5f, 0.5f], 1), 1e-12);

    /// <summary>Two places at distance d: 1 + 1 - 2 k(d), with k the mean of e^(-d²/0.02) and e^(-d²/2).</summary>
    [Fact]
    public void Two_places_have_the_kernels_own_discrepancy() =>
        Assert.Equal(2 - Math.Exp(-0.02 / 0.02) - Math.Exp(-0.01), OutcomeDistance.MeanDiscrepancy([0, 0], [MathF.Sqrt(0.02f), MathF.Sqrt(0.02f)], 1), 1e-7);

    [Fact]
    public void A_shift_is_its_own_wasserstein_distance_whatever_the_order()
    {
        Assert.Equal(2, OutcomeDistance.Wasserstein([1, 9, 5, 9, 3, 9], [7, 0, 3, 0, 5, 0], 2, 0), 1e-6);
        Assert.Equal(9, OutcomeDistance.Wasserstein([1, 9, 5, 9, 3, 9], [7, 0, 3, 0, 5, 0], 2, 1), 1e-6);
    }

    [Property]
    public bool Distances_do_not_change_when_the_sets_are_swapped(sbyte a, sbyte b, sbyte c, sbyte d)
    {
        float[] x = [a, b], y = [c, d];
        return Math.Abs(OutcomeDistance.Energy(x, y, 1) - OutcomeDistance.Energy(y, x, 1)) < 1e-9
            && Math.Abs(OutcomeDistance.MeanDiscrepancy(x, y, 1) - OutcomeDistance.MeanDiscrepancy(y, x, 1)) < 1e-9;
    }
}
