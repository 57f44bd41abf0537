using WorldGan.Datasets;
using WorldGan.Logs;
using WorldGan.Simulators;
using WorldGan.Worlds;
using static WorldGan.Tests.Logs.LogWorlds;

namespace WorldGan.Tests.Logs;

/// <summary>How probable the logged actions were to whoever took them.</summary>
public sealed class ActionProbabilitiesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Forms => ["a.wglog", "a.csv", "a.jsonl"];

    private static Episode[] Known => [Probable(CartEpisode("a", 3)), Probable(CartEpisode("b", 600, Ending.TimeLimit))];

    [Theory]
    [MemberData(nameof(Forms))]
    public void They_read_back_bit_for_bit_and_count_for_the_hash(string name)
    {
        string path = _folder.File(name);
        LogFile.Write(path, Cart, Known);
        Episode[] read = [.. LogFile.Read(path, Cart)];
        Assert.Equal(Known.Select(episode => episode.ActionProbabilities), read.Select(episode => episode.ActionProbabilities));
        LogFile.Convert(path, _folder.File("again.wglog"), Cart);
        Assert.Equal(LogFile.Hash(path, Cart), LogFile.Hash(_folder.File("again.wglog"), Cart));
        LogFile.Write(_folder.File("without.wglog"), Cart, Known.Select(episode => episode with { ActionProbabilities = [] }));
        Assert.NotEqual(LogFile.Hash(path, Cart), LogFile.Hash(_folder.File("without.wglog"), Cart));
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void A_log_that_has_them_is_gone_on_with(string name)
    {
        using (LogWriter log = LogFile.Append(_folder.File(name), Cart)) log.Write(Known[0]);
        using (LogWriter log = LogFile.Append(_folder.File(name), Cart)) log.Write(Known[1]);
        using (LogWriter log = LogFile.Append(_folder.File(name), Cart)) log.Write(CartEpisode("c", 2));
        Assert.Equal([3, 600, 0], LogFile.Read(_folder.File(name), Cart).Select(episode => episode.ActionProbabilities.Length));
    }

    [Fact]
    public void A_table_that_began_without_a_column_for_them_refuses_them()
    {
        using LogWriter log = LogFile.Create(_folder.File("a.csv"), Cart);
        log.Write(CartEpisode("c", 2));
        Assert.Equal("Episode 'a': expected no probabilities of actions, since the table began without a column for them.", Assert.Throws<ArgumentException>(() => log.Write(Known[0])).Message);
        Assert.Equal(1, log.Tally.Episodes);
    }

    [Theory]
    [InlineData("a.csv", "episode,x,v,action,reward,terminated,action_probability\na,1,2,0,1,0,0.5\na,3,4,1,1,1,{0}\na,5,6,,,,\n", "a.csv(3): 'action_probability' is {0}, expected a probability above 0 and up to 1.")]
    [InlineData("a.jsonl", "{{\"state\":[1,2],\"action\":0,\"reward\":1,\"actionProbability\":{0},\"nextState\":[1,2]}}\n", "a.jsonl(1): 'actionProbability' is {0}, expected a probability above 0 and up to 1.")]
    public void What_is_no_probability_is_a_fault_with_its_place(string name, string content, string fault)
    {
        foreach (string wrong in new[] { "0", "1.5", "-1" })
        {
            File.WriteAllText(_folder.File(name), string.Format(null, content, wrong));
            Assert.Equal(string.Format(null, fault, wrong), Path.GetFileName(Assert.Throws<LogFormatException>(() => LogFile.Read(_folder.File(name), Cart).Count()).Message));
        }
    }

    [Fact]
    public void An_episode_of_which_a_step_has_none_has_none()
    {
        File.WriteAllText(_folder.File("a.csv"), "episode,x,v,action,reward,terminated,action_probability\na,1,2,0,1,0,0.5\na,3,4,1,1,1,\na,5,6,,,,\nb,1,2,0,1,1,0.5\nb,3,4,,,,\n");
        Episode[] read = [.. LogFile.Read(_folder.File("a.csv"), Cart)];
        Assert.Empty(read[0].ActionProbabilities);
        Assert.Equal([0.5], read[1].ActionProbabilities);
        Assert.Empty(TransitionSet.From(Cart, read).ActionProbabilities);
        Assert.Equal([0.5], TransitionSet.From(Cart, read[1..]).ActionProbabilities);
    }

    [Fact]
    public void A_step_that_waits_for_its_next_state_is_dropped_with_its_probability()
    {
        File.WriteAllText(_folder.File("a.csv"), "episode,x,v,action,reward,terminated,action_probability\na,1,2,0,1,0,0.5\na,3,4,1,1,0,0.25\n");
        Assert.Equal([0.5], Assert.Single(LogFile.Read(_folder.File("a.csv"), Cart)).ActionProbabilities);
    }

    [Fact]
    public void Their_column_is_no_variable_of_a_drafted_world()
    {
        LogFile.Write(_folder.File("a.csv"), Cart, Known);
        LogInspection inspection = LogInspection.Inspect(_folder.File("a.csv"));
        Assert.Equal(["x", "v"], inspection.Draft.State.Select(variable => variable.Name));
        Assert.DoesNotContain(inspection.Warnings, warning => warning.Contains("action_probability", StringComparison.Ordinal));
    }

    [Fact]
    public void An_episode_with_too_few_or_with_impossible_ones_is_not_written()
    {
        using LogWriter log = LogFile.Create(_folder.File("a.wglog"), Cart);
        Assert.Equal("Episode 'a': expected 3 probabilities of actions, got 2.", Fault([0.5, 0.5]));
        Assert.Equal("Episode 'a': step 1: expected a probability above 0 and up to 1 of the action, got 0.", Fault([0.5, 0, 0.5]));

        string Fault(double[] probabilities) => Assert.Throws<ArgumentException>(() => log.Write(CartEpisode("a", 3) with { ActionProbabilities = probabilities })).Message;
    }

    /// <summary>A mixed recording acts at random in some episodes, by a noisy controller in others, and by one that is sure in the rest.</summary>
    [Fact]
    public void A_recording_knows_how_often_its_policies_choose_so()
    {
        IWorld world = new CartPole();
        Episode[] episodes = [.. new Recorder(world, Demonstrator.Find("mixed", world), 1, probabilities: true).Episodes(60)];
        double[][] kinds = [.. episodes.Select(episode => episode.ActionProbabilities.Distinct().Order().Select(p => Math.Round(p, 12)).ToArray())];
        Assert.All(episodes, episode => Assert.Equal(episode.Count, episode.ActionProbabilities.Length));
        Assert.Contains(kinds, kind => kind.SequenceEqual([0.5]));
        Assert.Contains(kinds, kind => kind.SequenceEqual([0.3, 0.7]));
        double[] noisy = [.. episodes.Zip(kinds).Where(pair => pair.Second.Length == 2 && pair.Second[0] == 0.3).SelectMany(pair => pair.First.ActionProbabilities)];
        Assert.Equal(0.7, noisy.Count(p => p > 0.5) / (double)noisy.Length, 0.05);
        Assert.All(new Recorder(world, new RandomPolicy(world.Spec), 1).Episodes(2), episode => Assert.Empty(episode.ActionProbabilities));
    }

    public void Dispose() => _folder.Dispose();

    private static Episode Probable(Episode episode) => episode with { ActionProbabilities = [.. Enumerable.Range(0, episode.Count).Select(t => 1.0 / (t % 7 + 1))] };
}
