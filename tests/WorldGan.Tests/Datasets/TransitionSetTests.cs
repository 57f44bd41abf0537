using WorldGan.Datasets;
using WorldGan.Logs;
using WorldGan.Worlds;

namespace WorldGan.Tests.Datasets;

public class TransitionSetTests
{
    private static readonly WorldSpec Spec = SmallWorld.SpecOf(new("x"), new("y"));

    [Fact]
    public void Episodes_become_rows_in_the_logs_order()
    {
        Episode first = SmallWorld.EpisodeOf("a", Ending.Terminal, 2, 0, 1, 2, 3, 4, 5) with { Actions = [1, 0], Rewards = [0.5, -1], FirstStep = 7 };
        Episode second = SmallWorld.EpisodeOf("b", Ending.None, 2, 6, 7, 8, 9);
        TransitionSet data = TransitionSet.From(Spec, [first, second]);

        Assert.Equal([0, 1, 2, 3, 6, 7], data.States);
        Assert.Equal([2, 3, 4, 5, 8, 9], data.NextStates);
        Assert.Equal([1, 0, 0], data.Actions);
        Assert.Equal([0.5f, -1, 0], data.Rewards);
        Assert.Equal([7, 8, 0], data.Steps);
        Assert.Equal([Ending.None, Ending.Terminal, Ending.None], data.Endings);
        Assert.Equal([0, 2, 3], data.EpisodeStarts);
        Assert.Equal([8, 9], data.NextState(2).ToArray());
        Assert.Equal([2, 3], data.State(1).ToArray());
        Assert.Equal((3, 2, 2), (data.Count, data.EpisodeCount, data.Width));
    }

    /// <summary>Imagined rewards keep to the range that is stated: a crash of -100 would be learned as one of -1.</summary>
    [Fact]
    public void A_reward_outside_of_the_range_that_the_world_states_is_refused()
    {
        Episode crash = SmallWorld.EpisodeOf("a", Ending.Terminal, 2, 0, 1, 2, 3, 4, 5) with { Rewards = [0.5, -100], FirstStep = 7 };
        WorldSpec stated = Spec with { RewardRange = new(-1, 0.5) };
        Assert.Equal("Episode 'a', step 8: the reward is -100; expected one from -1 to 0.5, as the rewardRange of world 'small' says.", Assert.Throws<InvalidDataException>(() => TransitionSet.From(stated, [crash])).Message);
        Assert.Equal(2, TransitionSet.From(stated with { RewardIs = "x" }, [crash]).Count);  // what is logged is not what is learned
        Episode rounded = crash with { Rewards = [0.1, -0.1] };
        Assert.Equal([0.1f, -0.1f], TransitionSet.From(Spec with { RewardRange = new(-0.1, 0.1) }, [rounded]).Rewards);
    }

    /// <summary>A recorder may begin a new file at any step: what was seen before is known all the same.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(9)]
    public void A_piece_that_goes_on_from_the_one_before_knows_what_came_before(int cut)
    {
        WorldSpec spec = Spec with { History = 3 };
        Episode whole = SmallWorld.EpisodeOf("a", Ending.Terminal, 2, [.. Enumerable.Range(0, 22).Select(i => (double)(i * i))]), other = SmallWorld.EpisodeOf("b", Ending.None, 2, 0, 1, 2, 3);
        Episode before = whole with { States = whole.States[..(2 * cut + 2)], Actions = whole.Actions[..cut], Rewards = whole.Rewards[..cut], Ending = Ending.None };
        Episode after = whole with { FirstStep = cut, States = whole.States[(2 * cut)..], Actions = whole.Actions[cut..], Rewards = whole.Rewards[cut..] };
        TransitionSet expected = TransitionSet.From(spec, [whole]), data = TransitionSet.From(spec, [before, other, after]);
        int width = expected.Width, second = cut + other.Count;
        Assert.Equal(expected.States, data.States[..(cut * width)].Concat(data.States[(second * width)..]));
        Assert.Equal(expected.NextStates, data.NextStates[..(cut * width)].Concat(data.NextStates[(second * width)..]));
        Assert.Equal([0, 1, 0], data.Recorded);
    }

    [Fact]
    public void With_a_history_a_row_holds_the_steps_before_it_and_a_piece_begins_anew()
    {
        Episode episode = SmallWorld.EpisodeOf("a", Ending.None, 2, 0, 1, 2, 3, 4, 5, 6, 7) with { Actions = [1, 0, 1], FirstStep = 7 };
        TransitionSet data = TransitionSet.From(Spec with { History = 3 }, [episode, episode with { FirstStep = 12 }]);
        Assert.Equal(["x", "y", "x[-1]", "y[-1]", "x[-2]", "y[-2]", "action[-1]", "action[-2]"], data.Spec.State.Select(variable => variable.Name));
        float[][] rows = [[0, 1, 0, 1, 0, 1, 2, 2], [2, 3, 0, 1, 0, 1, 1, 2], [4, 5, 2, 3, 0, 1, 0, 1], [6, 7, 4, 5, 2, 3, 1, 0]];
        Assert.Equal([.. rows[..3], .. rows[..3]], data.States.Chunk(8));
        Assert.Equal([.. rows[1..], .. rows[1..]], data.NextStates.Chunk(8));
    }

    [Fact]
    public void An_episode_of_another_world_is_refused() =>
        Assert.Equal("Episode 'a': expected states of shape [3, 2], got 3 numbers.",
            Assert.Throws<ArgumentException>(() => TransitionSet.From(Spec, [SmallWorld.EpisodeOf("a", Ending.None, 1, 0, 1) with { States = [0, 1, 2], Actions = [0, 0] }])).Message);

    [Fact]
    public void An_episode_without_steps_leaves_no_trace() =>
        Assert.Equal([0, 1], TransitionSet.From(Spec, [SmallWorld.EpisodeOf("a", Ending.None, 2, 0, 1), SmallWorld.EpisodeOf("b", Ending.None, 2, 0, 1, 2, 3)]).EpisodeStarts);

    [Fact]
    public void A_log_without_a_transition_is_refused() =>
        Assert.Equal("World 'small': expected at least one transition in the log, got none.",
            Assert.Throws<InvalidDataException>(() => TransitionSet.From(Spec, [SmallWorld.EpisodeOf("a", Ending.None, 2, 0, 1)])).Message);

    [Fact]
    public void Numbers_that_single_precision_cannot_hold_are_refused_with_their_place()
    {
        Episode state = SmallWorld.EpisodeOf("a", Ending.None, 2, 0, 1, 2, 1e39) with { FirstStep = 4 };
        Assert.Equal("Episode 'a', step 5: 'y' is 1E+39; expected a finite number in single precision.", Assert.Throws<InvalidDataException>(() => TransitionSet.From(Spec, [state])).Message);
        Episode reward = SmallWorld.EpisodeOf("a", Ending.None, 2, 0, 1, 2, 3) with { Rewards = [double.NaN] };
        Assert.Equal("Episode 'a', step 0: 'reward' is NaN; expected a finite number in single precision.", Assert.Throws<InvalidDataException>(() => TransitionSet.From(Spec, [reward])).Message);
    }
}
