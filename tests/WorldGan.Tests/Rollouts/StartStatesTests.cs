using FsCheck.Xunit;
using WorldGan.Rollouts;
using WorldGan.Worlds;

namespace WorldGan.Tests.Rollouts;

[Properties(Arbitrary = [typeof(RolloutCases)])]
public class StartStatesTests
{
    [Property]
    internal void Episodes_begin_where_the_world_resets_each_key_alone(RolloutCase c)
    {
        StartStates starts = StartStates.Episodes(c.World, c.Rows, c.Seed);
        Assert.Equal(Enumerable.Range(0, c.Rows).Select(row => new RowKey(c.Seed, (uint)row, 0)), starts.Keys);
        int width = c.Spec.State.Count;
        for (int row = 0; row < c.Rows; row++)
        {
            var state = new float[width];
            c.World.Reset([starts.Keys[row]], state);
            Assert.Equal(state, starts.States[(row * width)..((row + 1) * width)]);
        }
    }

    [Property]
    internal void Fewer_starts_are_the_first_of_more(RolloutCase c, byte fewer)
    {
        int count = fewer % (c.Rows + 1);
        foreach (var (few, many) in new[]
        {
            (StartStates.Episodes(c.World, count, c.Seed), StartStates.Episodes(c.World, c.Rows, c.Seed)),
            (StartStates.Logged(c.Test.Data, count, c.Seed), StartStates.Logged(c.Test.Data, c.Rows, c.Seed)),
        })
        {
            Assert.Equal(many.Keys[..count], few.Keys);
            Assert.Equal(many.States[..few.States.Length], few.States);
        }
    }

    [Property]
    internal void Logged_starts_are_rows_of_the_log_at_their_own_steps(RolloutCase c)
    {
        var data = c.Test.Data;
        var rows = Enumerable.Range(0, data.Count).Select(row => (string.Join(' ', data.State(row).ToArray()), (uint)data.Steps[row])).ToHashSet();
        StartStates starts = StartStates.Logged(data, c.Rows, c.Seed);
        for (int i = 0; i < c.Rows; i++)
            Assert.Contains((string.Join(' ', starts.States[(i * data.Width)..((i + 1) * data.Width)]), starts.Keys[i].Step), rows);
    }

    [Property]
    internal void Trajectories_of_a_seed_are_numbered_apart(RolloutCase c)
    {
        Assert.Equal(c.Rows, c.Starts.Keys.Select(key => key.Trajectory).Distinct().Count());
        Assert.All(c.Starts.Keys, key => Assert.Equal(c.Seed, key.Seed));
    }

    [Fact]
    public void Logged_starts_reach_the_whole_log_and_change_with_the_seed()
    {
        var data = TestWorld.Find("gears").Data;
        StartStates starts = StartStates.Logged(data, 5000, seed: 1);
        Assert.Equal(data.Steps.Distinct().Count(), starts.Keys.Select(key => key.Step).Distinct().Count());
        Assert.NotEqual(starts.States, StartStates.Logged(data, 5000, seed: 2).States);
    }
}
