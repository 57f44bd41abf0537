using WorldGan.Policies;
using WorldGan.Policies.Sources;
using WorldGan.Tests.Rollouts;
using WorldGan.WorldModel;
using WorldGan.Worlds;

namespace WorldGan.Tests.Policies.Sources;

public class CautiousWorldTests
{
    private static readonly TestWorld Slippery = TestWorld.Find("learned slippery");

    [Fact]
    public void Rewards_lose_so_many_times_the_disagreement_and_nothing_else_changes()
    {
        const double Penalty = 3;
        LearnedWorld learned = (LearnedWorld)Slippery.World;
        Steps plain = Step(learned), cautious = Step(new CautiousWorld(learned, Slippery.Data, Penalty, quantile: 1));
        var mean = new EnsembleMean(learned);
        for (int row = 0; row < plain.Rewards.Length; row++)
            Assert.Equal(plain.Rewards[row] - Penalty * mean.At(Slippery.Data.State(row), Slippery.Data.Actions[row], new double[learned.Layout.Outcomes]), cautious.Rewards[row], 1e-5);
        Assert.Equal(plain.NextStates, cautious.NextStates);
        Assert.Equal(plain.Endings, cautious.Endings);
    }

    [Theory]
    [InlineData(0.9, Ending.LeftSupport)]
    [InlineData(0.6, Ending.TimeLimit)]
    public void A_row_stops_at_the_others_of_the_logs_own_steps(double quantile, Ending ending)
    {
        Steps plain = Step(Slippery.World), cautious = Step(new CautiousWorld((LearnedWorld)Slippery.World, Slippery.Data, penalty: 0, quantile, ending));
        Assert.Equal(plain.Rewards, cautious.Rewards);
        var changed = plain.Endings.Zip(cautious.Endings).Where(pair => pair.First != pair.Second).ToArray();
        Assert.All(changed, pair => Assert.Equal((Ending.None, ending), pair));
        int goingOn = plain.Endings.Count(ending => ending == Ending.None);
        Assert.Equal(1 - quantile, changed.Length / (double)goingOn, 0.05);    // most steps go on; those that end are of no special disagreement
    }

    [Fact]
    public void Where_no_caution_is_asked_for_the_world_is_itself() =>
        Assert.Same(Slippery.World, CautiousWorld.Of(Slippery.World, Slippery.Data, new PolicyOptions().Resolved()));

    [Fact]
    public void A_world_whose_members_cannot_disagree_is_refused()
    {
        PolicyOptions options = new PolicyOptions { UncertaintyPenalty = 1 }.Resolved();
        Assert.Contains("several members", Assert.Throws<ArgumentException>(() => CautiousWorld.Of(TestWorld.Find("slippery").World, Slippery.Data, options)).Message);
    }

    private static Steps Step(IWorld world)
    {
        int rows = Slippery.Data.Count;
        var steps = new Steps(new float[Slippery.Data.NextStates.Length], new float[rows], new Ending[rows]);
        world.Step(new StepBatch
        {
            Keys = [.. Enumerable.Range(0, rows).Select(row => new RowKey(1, (uint)row, 0))],
            States = Slippery.Data.States,
            Actions = Slippery.Data.Actions,
            NextStates = steps.NextStates,
            Rewards = steps.Rewards,
            Endings = steps.Endings,
        });
        return steps;
    }

    private sealed record Steps(float[] NextStates, float[] Rewards, Ending[] Endings);
}
