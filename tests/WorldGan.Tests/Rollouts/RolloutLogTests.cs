using WorldGan.Datasets;
using WorldGan.Logs;
using WorldGan.Rollouts;
using WorldGan.Tests.Evaluation;
using WorldGan.Worlds;

namespace WorldGan.Tests.Rollouts;

public class RolloutLogTests
{
    [Theory]
    [InlineData(Ending.None, Ending.None)]
    [InlineData(Ending.Terminal, Ending.Terminal)]
    [InlineData(Ending.TimeLimit, Ending.TimeLimit)]
    [InlineData(Ending.LeftSupport, Ending.None)]
    [InlineData(Ending.Invalid, Ending.None)]
    public void What_the_world_does_not_know_is_not_called_an_end(Ending ending, Ending expected)
    {
        RolloutBatch batch = RolloutEngine.Run(new LineWorld(), new ConstantPolicy(0), Starts, horizon: 3);
        batch.Endings[0] = ending;
        Assert.Equal(expected, RolloutLog.Episodes(batch).First().Ending);
    }

    [Fact]
    public void An_episode_holds_what_the_row_went_through()
    {
        Episode episode = RolloutLog.Episodes(RolloutEngine.Run(new LineWorld(), new ConstantPolicy(1), Starts, horizon: 2)).Single();
        Assert.Equal("7", episode.Id);
        Assert.Equal(4, episode.FirstStep);
        Assert.Equal([0.5f, 0.5f + 0.1f, 0.5f + 0.1f + 0.1f], episode.States.Select(x => (float)x));
        Assert.Equal([1, 1], episode.Actions);
        Assert.Equal([2, 2], episode.Rewards);
    }

    /// <summary>The log holds present states; read again they are stacked to the rows that were rolled out.</summary>
    [Theory]
    [InlineData("remembered gears")]
    [InlineData("learned remembered gears")]
    public void A_rollout_that_remembers_is_a_log_that_is_read_to_the_same_rows(string name)
    {
        IWorld world = TestWorld.Find(name).World;
        RolloutBatch batch = RolloutEngine.Run(world, new RandomPolicy(world.Spec), StartStates.Episodes(world, 20, seed: 3), horizon: 15);
        Episode[] episodes = [.. RolloutLog.Episodes(batch)];
        Assert.All(episodes, episode => Assert.Equal((episode.Count + 1) * world.Spec.AsRecorded().State.Count, episode.States.Length));
        TransitionSet read = TransitionSet.From(world.Spec.AsRecorded(), episodes);
        float[][] rows = [.. Enumerable.Range(0, batch.Count).SelectMany(row => Enumerable.Range(0, batch.Lengths[row]).Select(t => batch.State(row, t).ToArray()))];
        Assert.Equal(rows.SelectMany(row => row), read.States);
        Assert.Equal(world.Spec, read.Spec);
    }

    [Fact]
    public void A_row_without_a_step_is_left_out() => Assert.Empty(RolloutLog.Episodes(RolloutEngine.Run(new LineWorld(), new ConstantPolicy(1), Starts, horizon: 0)));

    private static StartStates Starts => new([new RowKey(0, 7, 4)], [0.5f]);
}
