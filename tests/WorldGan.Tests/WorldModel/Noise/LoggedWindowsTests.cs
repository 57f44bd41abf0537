using WorldGan.Datasets;
using WorldGan.Tests.Datasets;
using WorldGan.WorldModel;
using WorldGan.WorldModel.Noise;
using WorldGan.Worlds;

namespace WorldGan.Tests.WorldModel.Noise;

public class LoggedWindowsTests
{
    private static readonly TransitionSet Noisy = SmallWorld.Noisy.Record(20, 9);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(8)]
    public void A_window_is_a_stretch_of_one_episode_that_is_learned_from(int steps)
    {
        EpisodeSplit split = EpisodeSplit.Draw(Tiny.Data, 0.2, 1);
        int[] expected =
        [
            .. Enumerable.Range(0, Tiny.Data.EpisodeCount).Except(split.HeldOutEpisodes)
                .SelectMany(e => Enumerable.Range(Tiny.Data.EpisodeStarts[e], Math.Max(0, Tiny.Data.EpisodeStarts[e + 1] - Tiny.Data.EpisodeStarts[e] - steps + 1))),
        ];
        Assert.NotEmpty(expected);
        Assert.Equal(expected, LoggedWindows.Firsts(Tiny.Data, split, steps));
    }

    /// <summary>Its last rows are held out.</summary>
    [Fact]
    public void Windows_of_a_log_of_one_episode_end_where_the_held_out_rows_begin()
    {
        TransitionSet data = SmallWorld.Noisy.Record(1, 20);
        Assert.Equal(Enumerable.Range(0, 18 - 3 + 1), LoggedWindows.Firsts(data, EpisodeSplit.Draw(data, 0.1, 1), 3));
    }

    [Fact]
    public void A_log_whose_episodes_are_too_short_is_refused_before_the_training()
    {
        TransitionSet data = SmallWorld.Noisy.Record(20, 3);
        Tiny.Train(Tiny.Options with { Window = 3 }, data);
        string message = Assert.Throws<InvalidDataException>(() => Tiny.Train(Tiny.Options with { Window = 4 }, data)).Message;
        Assert.Equal("Expected an episode to learn from that is at least 4 steps long, as 'window' says, got none.", message);
    }

    [Fact]
    public void Outcomes_are_what_lies_beyond_the_mean_in_units_of_their_root_mean_square()
    {
        LoggedWindows windows = Windows(Noisy, out WorldModelLayout layout, linear: 0.5f);
        var squares = new double[3];
        var outcome = new float[1];
        foreach (int window in windows.Numbers)
        {
            float path = windows.State(window, 0)[0];
            for (int t = 0; t < 3; t++)
            {
                path += layout.Normalizer.ChangeScale[0] * 0.5f * (path - layout.Normalizer.Mean[0]) / layout.Normalizer.StandardDeviation[0];
                windows.WriteOutcome(window, t, [path], outcome);
                Assert.Equal(0, outcome[0], 1e-5f);
                windows.WriteOutcome(window, t, windows.State(window, t + 1), outcome);
                squares[t] += outcome[0] * outcome[0] / (double)windows.Numbers.Length;
            }
        }

        Assert.All(squares, square => Assert.Equal(1, square, 1e-4));
    }

    [Fact]
    public void Slopes_at_outcomes_come_back_to_the_state_by_the_factor_by_which_it_went()
    {
        LoggedWindows windows = Windows(Noisy, out _, linear: 0);
        float[] from = new float[1], to = new float[1], slopes = new float[1];
        windows.WriteOutcome(2, 1, [0.3f], from);
        windows.WriteOutcome(2, 1, [0.4f], to);
        windows.WriteSlopes(1, [3.5f], 2, slopes);
        Assert.Equal(7 * (to[0] - from[0]) / 0.1f, slopes[0], 1e-3f);
    }

    /// <summary>The mean tells exactly how v goes up, and nothing of x.</summary>
    [Fact]
    public void What_is_exact_is_measured_by_a_tenth_of_what_is_not()
    {
        TransitionSet data = TransitionSet.From(
            SmallWorld.SpecOf(new StateVariable("x"), new StateVariable("v")),
            [.. Enumerable.Range(0, 20).Select(i => SmallWorld.EpisodeOf($"{i}", Ending.None, 2, 0, 0, i % 2 == 0 ? 2 : -2, 3, 0, 6, 2, 9))]);
        WorldModelLayout layout = Tiny.LayoutOf(data, Tiny.Options with { Window = 3 });
        var member = new WorldModelMember(layout);
        member.Linear[layout.Encoder.StateFeatures * 2 + 1] = 1;
        var windows = new LoggedWindows(layout, member, data, EpisodeSplit.Draw(data, 0.1, 1));
        float[] slopes = new float[2];
        windows.WriteSlopes(0, [1, 1], 1, slopes);
        Assert.Equal(10 * slopes[0] * layout.Normalizer.ChangeScale[0], slopes[1] * layout.Normalizer.ChangeScale[1], 1e-3f);
    }

    private static LoggedWindows Windows(TransitionSet data, out WorldModelLayout layout, float linear)
    {
        layout = Tiny.LayoutOf(data, Tiny.Options with { Window = 3 });
        var member = new WorldModelMember(layout);
        Array.Fill(member.Scale, 1);
        member.Linear[0] = linear;
        return new LoggedWindows(layout, member, data, EpisodeSplit.Draw(data, 0.1, 1));
    }
}
