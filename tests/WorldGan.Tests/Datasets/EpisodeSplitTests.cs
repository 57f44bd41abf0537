using FsCheck;
using FsCheck.Xunit;
using WorldGan.Datasets;

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
    public void Held_out_rows_make_up_the_share_to_less_than_an_episode(ulong seed)
    {
        TransitionSet data = SmallWorld.Linear.Record(20, 10);
        Assert.Equal(60, EpisodeSplit.Draw(data, 0.3, seed).HeldOut.Length);
        Assert.Equal(60, EpisodeSplit.Draw(data, 0.27, seed).HeldOut.Length);
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
}
