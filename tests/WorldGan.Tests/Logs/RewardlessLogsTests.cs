using WorldGan.Datasets;
using WorldGan.Logs;
using WorldGan.Worlds;
using static WorldGan.Tests.Logs.LogWorlds;

namespace WorldGan.Tests.Logs;

/// <summary>What an expert does need not be rewarded to be imitated.</summary>
public sealed class RewardlessLogsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Forms => ["a.wglog", "a.csv", "a.jsonl"];

    private static Episode[] Bare => [CartEpisode("a", 3) with { Rewards = [] }, CartEpisode("b", 600, Ending.TimeLimit) with { Rewards = [] }];

    [Theory]
    [MemberData(nameof(Forms))]
    public void A_log_without_rewards_reads_back_where_none_are_needed(string name)
    {
        string path = _folder.File(name);
        LogFile.Write(path, Cart, Bare);
        Episode[] read = [.. LogFile.Read(path, Cart, rewards: LoggedRewards.Optional)];
        Assert.Equal(Show(Bare), Show(read));
        Assert.DoesNotContain(read, episode => episode.HasRewards);
        LogFile.Convert(path, _folder.File("again.wglog"), Cart);
        Assert.Equal(LogFile.Hash(path, Cart), LogFile.Hash(_folder.File("again.wglog"), Cart));
    }

    [Theory]
    [InlineData("a.wglog", "a.wglog(byte 74): 'reward' is missing, expected a finite number.")]
    [InlineData("a.csv", "a.csv(2): 'reward' is empty, expected a finite number.")]
    [InlineData("a.jsonl", "a.jsonl(1): 'reward' is missing, expected a finite number.")]
    public void Where_rewards_are_needed_it_is_refused_with_the_place(string name, string fault)
    {
        LogFile.Write(_folder.File(name), Cart, Bare);
        Assert.Equal(fault, Fault(name, LoggedRewards.Required));
    }

    [Fact]
    public void A_table_may_have_no_column_of_rewards()
    {
        File.WriteAllText(_folder.File("a.csv"), "episode,x,v,action,terminated\na,1,2,0,0\na,3,4,1,1\na,5,6,,\n");
        Episode episode = Assert.Single(LogFile.Read(_folder.File("a.csv"), Cart, rewards: LoggedRewards.Optional));
        Assert.Equal([1, 2, 3, 4, 5, 6], episode.States);
        Assert.Equal(Ending.Terminal, episode.Ending);
        Assert.Equal("a.csv(1): expected a column 'reward', got 'episode', 'x', 'v', 'action', 'terminated'.", Fault("a.csv", LoggedRewards.Required));
    }

    [Fact]
    public void A_step_that_waits_for_its_next_state_is_dropped_with_its_missing_reward()
    {
        File.WriteAllText(_folder.File("a.csv"), "episode,x,v,action,terminated\na,1,2,0,0\na,3,4,1,0\n");
        Episode episode = Assert.Single(LogFile.Read(_folder.File("a.csv"), Cart, rewards: LoggedRewards.Optional));
        Assert.Equal((1, 0), (episode.Count, episode.Rewards.Length));
    }

    [Theory]
    [InlineData("1", "", "a.csv(3): 'reward' is missing, expected a finite number as in the steps before.")]
    [InlineData("", "1", "a.csv(3): 'reward' is given, expected none as in the steps before.")]
    public void A_log_has_all_rewards_or_none(string first, string second, string fault)
    {
        File.WriteAllText(_folder.File("a.csv"), $"episode,x,v,action,reward,terminated\na,1,2,0,{first},0\na,3,4,1,{second},1\na,5,6,,,\n");
        Assert.Equal(fault, Fault("a.csv", LoggedRewards.Optional));
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void A_writer_takes_no_episode_that_would_make_its_log_unreadable(string name)
    {
        using LogWriter log = LogFile.Create(_folder.File(name), Cart);
        log.Write(Bare[0]);
        Assert.Equal("Episode 'c': expected no rewards as in the episodes before it in the log.", Assert.Throws<ArgumentException>(() => log.Write(CartEpisode("c", 2))).Message);
        Assert.Equal(1, log.Tally.Episodes);
    }

    [Fact]
    public void Records_of_two_writers_may_differ_and_each_is_read()
    {
        using (LogWriter log = LogFile.Create(_folder.File("a.wglog"), Cart)) log.Write(Bare[0]);
        using (LogWriter log = LogFile.Append(_folder.File("a.wglog"), Cart)) log.Write(CartEpisode("c", 2));
        Assert.Equal([false, true], LogFile.Read(_folder.File("a.wglog"), Cart, rewards: LoggedRewards.Optional).Select(episode => episode.HasRewards));
    }

    [Fact]
    public void Transitions_of_logs_of_both_kinds_have_no_rewards_at_all()
    {
        TransitionSet data = TransitionSet.From(Cart, [CartEpisode("c", 3), .. Bare]);
        Assert.False(data.HasRewards);
        Assert.All(data.Rewards, reward => Assert.Equal(0, reward));
        Assert.True(TransitionSet.From(Cart, [CartEpisode("c", 3)]).HasRewards);
    }

    [Fact]
    public void Its_inspection_says_so()
    {
        LogFile.Write(_folder.File("a.csv"), Cart, Bare);
        LogInspection inspection = LogInspection.Inspect(_folder.File("a.csv"));
        Assert.Equal(new ObservedRange(0, 0, 0), inspection.Returns);
        Assert.Contains("The log has no rewards: what it does can be imitated, and nothing else can be learned from it than the world.", inspection.Warnings);
    }

    public void Dispose() => _folder.Dispose();

    private string Fault(string name, LoggedRewards rewards) =>
        Path.GetFileName(Assert.Throws<LogFormatException>(() => LogFile.Read(_folder.File(name), Cart, rewards: rewards).Count()).Message);
}
