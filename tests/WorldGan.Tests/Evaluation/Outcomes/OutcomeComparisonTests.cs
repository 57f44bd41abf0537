using WorldGan.Datasets;
using WorldGan.Evaluation.Outcomes;
using WorldGan.Simulators;
using WorldGan.Worlds;

namespace WorldGan.Tests.Evaluation.Outcomes;

public class OutcomeComparisonTests
{
    private static readonly SlipperyCartPole Truth = new();

    private static readonly TransitionSet Data = TransitionSet.From(Truth.Spec, new Recorder(Truth, new RandomPolicy(Truth.Spec), 1).Transitions(300));

    private static readonly OutcomeComparison Comparison = new(Truth, Data, [.. Enumerable.Range(0, 40)], seed: 2);

    [Fact]
    public void The_true_world_is_at_no_distance_from_itself_and_its_humps_have_their_probabilities()
    {
        Assert.InRange(Comparison.Floor.Energy, -0.01, 0.01);      // 40 conditions of 256 samples: a standard deviation of about 0.002
        Assert.InRange(Comparison.Floor.Humps!.RarestShare!.Value, 0.23, 0.27);
        Assert.InRange(Comparison.Floor.Humps.OffMode, 0, 0.001);
        Assert.Equal(1, Comparison.Floor.Humps.Covered);
    }

    [Fact]
    public void A_world_that_never_slips_is_found_out()
    {
        OutcomeScore score = Comparison.Score(new CartPole());
        Assert.True(score.Energy > 0.1);
        Assert.Equal(0, score.Humps!.Covered);
        Assert.Equal(0, score.Humps.RarestShare!.Value);
    }

    /// <summary>A world without ice is right on the left half, where CartPole is sure, and wrong on the right half only.</summary>
    [Fact]
    public void Errors_stand_apart_where_the_outcome_is_sure_and_where_it_is_not()
    {
        var partly = new PartlyRandomCartPole();
        TransitionSet data = TransitionSet.From(partly.Spec, new Recorder(partly, new RandomPolicy(partly.Spec), 1).Transitions(300));
        var comparison = new OutcomeComparison(partly, data, [.. Enumerable.Range(0, 300)], seed: 3);
        OutcomeScore still = comparison.Score(new CartPole()), everywhere = comparison.Score(Truth);
        Assert.Equal(0, still.SureError!.Value, 1e-6);
        Assert.True(still.UnsureEnergy > 0.1);
        Assert.True(everywhere.SureError > 0.5);               // one step of four slips where none should
        Assert.InRange(everywhere.UnsureEnergy!.Value, -0.01, 0.1);
        Assert.Null(Comparison.Floor.SureError);               // no condition is sure
    }

    /// <summary>A hump's middle is the world's own step, but for its noise.</summary>
    [Theory]
    [InlineData(SlipperyCartPole.Name)]
    [InlineData(RingWorld.Name)]
    [InlineData(PartlyRandomCartPole.Name)]
    [InlineData(FrozenLake.Name)]
    public void Steps_gather_around_the_humps_as_often_as_they_say(string name)
    {
        IWorld world = Simulator.Find(name);
        TransitionSet data = TransitionSet.From(world.Spec, new Recorder(world, new RandomPolicy(world.Spec), 1).Transitions(300));
        var comparison = new OutcomeComparison(world, data, [.. Enumerable.Range(0, 300)], seed: 3);
        Assert.InRange(comparison.Floor.Humps!.TotalVariation, 0, 0.08); // about √(humps / samples) / 2
        Assert.InRange(comparison.Floor.Humps.OffMode, 0, 0.001);
    }

    [Fact]
    public void Probabilities_of_humps_add_up_to_1()
    {
        foreach (IWorld world in Simulator.Names.Select(Simulator.Find))
        {
            var state = new float[world.Spec.State.Count];
            world.Reset([new RowKey(1, 0, 0)], state);
            for (int action = 0; action < world.Spec.Actions.Count; action++)
                if (world.Humps(state, action) is { Count: > 0 } humps) Assert.Equal(1, humps.Sum(hump => hump.Probability), 1e-12);
        }
    }
}
