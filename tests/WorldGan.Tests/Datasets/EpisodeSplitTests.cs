using FsCheck;
using FsCheck.Xunit;
using WorldGan.Datasets;
using WorldGan.Logs;
using WorldGan.Tests.Evaluation;
using WorldGan.Worlds;

namespace WorldGan.Tests.Datasets;

public class EpisodeSplitTests
{
    [Property]
    public void Every_row_is_on_exactly_one_side_and_no_episode_on_both(byte episodes, byte steps, byte share, ulong seed)
    {
        TransitionSet data = SmallWorld.Mixed.Record(2 + episodes % 30, 1 + steps % 40);
        EpisodeSplit split = EpisodeSplit.Draw(data, 0.01 + share / 255.0 * 0.49, seed);
        Assert.Equal(Enumerable.Range(0, data.Count), split.Training.Concat(split.HeldOut).Order());
        Assert.NotEmpty(split.Training);
        Assert.NotEmpty(split.HeldOut);
        HashSet<int> held = [.. split.HeldOutEpisodes];
        for (int episode = 0; episode < data.EpisodeCount; episode++)
            for (int row = data.EpisodeStarts[episode]; row < data.EpisodeStarts[episode + 1]; row++)
                Assert.Equal(held.Contains(episode), split.HeldOut.Contains(row));
    }

    [Property]
    public void A_bootstrap_draws_whole_episodes_with_replacement_and_holds_out_the_same(ulong seed)
    {
        TransitionSet data = SmallWorld.Linear.Record(60, 10);
        EpisodeSplit split = EpisodeSplit.Draw(data, 0.3, seed), drawn = split.Bootstrap(data, seed);
        Assert.Equal((split.Training.Length, split.HeldOut, split.HeldOutEpisodes), (drawn.Training.Length, drawn.HeldOut, drawn.HeldOutEpisodes));
        Assert.All(drawn.Training.Chunk(10), episode => Assert.Equal(Enumerable.Range(episode[0] / 10 * 10, 10), episode));
        Assert.Empty(drawn.Training.Except(split.Training));
        Assert.InRange(drawn.Training.Distinct().Count(), 0.4 * split.Training.Length, 0.85 * split.Training.Length); // 1 - 1/e of 42 episodes
    }

    [Fact]
    public void A_bootstrap_draws_one_long_episode_in_pieces()
    {
        TransitionSet data = LineWorld.Log((0, 1000, Ending.None));
        int[] drawn = EpisodeSplit.Draw(data, 0.1, 1).Bootstrap(data, 1).Training;
        Assert.Equal(900, drawn.Length);
        Assert.InRange(drawn.Distinct().Count(), 400, 800);
    }

    [Property]
    public void Held_out_rows_fill_the_share_to_less_than_an_episode(ulong seed)
    {
        TransitionSet data = SmallWorld.Linear.Record(20, 10);
        Assert.Equal(60, EpisodeSplit.Draw(data, 0.3, seed).HeldOut.Length);
        Assert.Equal(50, EpisodeSplit.Draw(data, 0.27, seed).HeldOut.Length);
    }

    [Property(MaxTest = 50)]
    public void Ends_too_few_for_one_to_be_held_out_are_all_learned_from(ulong seed)
    {
        TransitionSet data = Mixed((9, 10), (81, 10));
        EpisodeSplit split = EpisodeSplit.Draw(data, 0.1, seed);
        Assert.Equal((9, 90), (Ends(data, split.Training), split.HeldOut.Length));
    }

    [Property(MaxTest = 50)]
    public void At_least_half_of_the_ends_are_learned_from_where_only_episodes_that_end_are_short_enough_to_be_held_out(ulong seed)
    {
        TransitionSet data = Mixed((20, 5), (40, 200));
        Assert.InRange(Ends(data, EpisodeSplit.Draw(data, 0.1, seed).Training), 10, 20);
    }

    [Theory]
    [InlineData(20, 180)]
    [InlineData(7, 1)]
    public void Where_there_are_enough_some_are_held_out(int ends, int others)
    {
        TransitionSet data = Mixed((ends, 10), (others, 10));
        Assert.Contains(Enumerable.Range(0, 20), seed => Ends(data, EpisodeSplit.Draw(data, 0.14, (ulong)seed).HeldOut) > 0);
    }

    [Property(MaxTest = 10)]
    public void The_only_end_is_learned_from_also_where_no_other_episode_fits_into_the_share(ulong seed)
    {
        TransitionSet data = Mixed((1, 5), (1, 50));
        Assert.Equal(1, Ends(data, EpisodeSplit.Draw(data, 0.1, seed).Training));
    }

    [Property(MaxTest = 20)]
    public void One_long_episode_does_not_swallow_the_log(ulong seed)
    {
        TransitionSet data = LineWorld.Log([(0, 9000, Ending.None), .. Enumerable.Repeat((0, 10, Ending.None), 100)]);
        Assert.Equal(1000, EpisodeSplit.Draw(data, 0.1, seed).HeldOut.Length);
        Assert.Equal(10, EpisodeSplit.Draw(data, 0.0001, seed).HeldOut.Length);        // none fits: the shortest
    }

    [Fact]
    public void Pieces_of_an_episode_stay_together()
    {
        Episode whole = SmallWorld.EpisodeOf("a", Ending.None, 1, 0, 1, 2), rest = whole with { FirstStep = 3 };
        TransitionSet data = TransitionSet.From(SmallWorld.SpecOf(new StateVariable("x")),
            [whole, rest, .. Enumerable.Range(0, 20).SelectMany(e => new[] { whole with { Id = $"{e}" }, rest with { Id = $"{e}" } })]);
        for (ulong seed = 0; seed < 50; seed++)
        {
            int[] held = EpisodeSplit.Draw(data, 0.3, seed).HeldOutEpisodes;
            Assert.All(held, piece => Assert.Contains(piece ^ 1, held));
        }
    }

    [Fact]
    public void Equal_names_in_two_logs_are_two_episodes()
    {
        Episode whole = SmallWorld.EpisodeOf("a", Ending.None, 1, 0, 1, 2);
        TransitionSet data = TransitionSet.From(SmallWorld.SpecOf(new StateVariable("x")), [whole, whole, whole with { FirstStep = 5 }]);
        Assert.Equal([0, 1, 1], data.Recorded);
    }

    [Fact]
    public void A_log_of_one_broken_episode_holds_out_pieces_of_it()
    {
        Episode whole = SmallWorld.EpisodeOf("a", Ending.None, 1, 0, 1, 2);
        TransitionSet data = TransitionSet.From(SmallWorld.SpecOf(new StateVariable("x")), [whole, whole with { FirstStep = 5 }, whole with { FirstStep = 9 }]);
        Assert.Single(EpisodeSplit.Draw(data, 0.3, 1).HeldOutEpisodes);
    }

    [Fact]
    public void The_seed_decides_which()
    {
        TransitionSet data = SmallWorld.Linear.Record(20, 5);
        Assert.Equal(EpisodeSplit.Draw(data, 0.2, 1).HeldOut, EpisodeSplit.Draw(data, 0.2, 1).HeldOut);
        Assert.NotEqual(EpisodeSplit.Draw(data, 0.2, 1).HeldOut, EpisodeSplit.Draw(data, 0.2, 2).HeldOut);
        int[] everHeld = [.. Enumerable.Range(0, 200).SelectMany(seed => EpisodeSplit.Draw(data, 0.2, (ulong)seed).HeldOutEpisodes).Distinct()];
        Assert.Equal(20, everHeld.Length);
    }

    [Property]
    public void A_log_of_one_episode_holds_out_its_last_rows(PositiveInt steps, ulong seed)
    {
        TransitionSet data = SmallWorld.Linear.Record(1, 1 + steps.Get);
        EpisodeSplit split = EpisodeSplit.Draw(data, 0.2, seed);
        Assert.Equal(Enumerable.Range(0, data.Count), split.Training.Concat(split.HeldOut));
        Assert.Equal(Math.Max(1, (int)Math.Round(0.2 * data.Count)), split.HeldOut.Length);
        Assert.Empty(split.HeldOutEpisodes);
    }

    [Fact]
    public void A_log_of_one_row_has_nothing_to_hold_out_but_that_row()
    {
        EpisodeSplit split = EpisodeSplit.Draw(SmallWorld.Linear.Record(1, 1), 0.1, 0);
        Assert.Equal([0], split.Training);
        Assert.Equal([0], split.HeldOut);
    }

    private static TransitionSet Mixed((int Count, int Steps) ends, (int Count, int Steps) others) =>
        LineWorld.Log([.. Enumerable.Repeat((0, ends.Steps, Ending.Terminal), ends.Count), .. Enumerable.Repeat((0, others.Steps, Ending.TimeLimit), others.Count)]);

    private static int Ends(TransitionSet data, int[] rows) => rows.Count(row => data.Endings[row] == Ending.Terminal);
}
