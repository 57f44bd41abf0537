using Microsoft.Extensions.Logging.Abstractions;
using WorldGan.Logs;
using WorldGan.Runs;
using WorldGan.Service.Ingest;
using WorldGan.Service.Ingest.Inbox;
using WorldGan.Tests;
using WorldGan.Worlds;

namespace WorldGan.Service.Tests.Ingest;

public sealed class InboxTests : IAsyncLifetime, IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly HandTime _time = new();
    private HostedWorld _world = null!;
    private Inbox _inbox = null!;

    private WorldLog Log => (WorldLog)_world.Log;

    public Task InitializeAsync()
    {
        Open();
        Directory.CreateDirectory(_world.Folder.Inbox);
        return Task.CompletedTask;
    }

    public async Task DisposeAsync() => await Log.DisposeAsync();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("run.csv")]
    [InlineData("run.jsonl")]
    public async Task A_file_is_taken_in_when_it_no_longer_grows(string name)
    {
        LogFile.Write(InInbox(name), SmallWorld.Spec, [SmallWorld.Steps("0", 0, 5), SmallWorld.Steps("1", 0, 3)]);
        await ScanAsync();
        Assert.Equal(0, Log.AcceptedSteps);
        await ScanAsync();
        Assert.Equal(8, Log.AcceptedSteps);
        Assert.Equal([name], NamesIn(_world.Folder.Taken));
        Assert.Equal([name + "/0", name + "/1"], (await ReadBack()).Select(piece => piece.Id).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_file_with_a_step_that_no_training_could_read_is_put_aside_whole()
    {
        LogFile.Write(InInbox("run.jsonl"), SmallWorld.Spec, [SmallWorld.Steps("0", 0, 5), SmallWorld.Steps("1", 0, 3) with { Rewards = [0, 1e200, 0] }]);
        await ScanAsync();
        await ScanAsync();
        Assert.Equal(0, Log.AcceptedSteps);
        Assert.Contains("Episode 'run.jsonl/1', step 1: 'reward' is 1E+200", File.ReadAllText(Path.Combine(_world.Folder.Quarantine, "run.jsonl.reason.txt")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_still_grows_is_left_alone()
    {
        for (int i = 0; i < 5; i++)
        {
            File.AppendAllText(InInbox("run.jsonl"), SmallWorld.Lines(SmallWorld.Steps("0", i, i + 1))[0] + "\n");
            await ScanAsync();
        }

        Assert.Equal(0, Log.AcceptedSteps);
        await ScanAsync();
        Assert.Equal(5, Log.AcceptedSteps);
    }

    [Fact]
    public async Task Two_files_that_name_their_episodes_alike_do_not_meet()
    {
        LogFile.Write(InInbox("monday.csv"), SmallWorld.Spec, [SmallWorld.Steps("0", 0, 5)]);
        LogFile.Write(InInbox("tuesday.csv"), SmallWorld.Spec, [SmallWorld.Steps("0", 0, 5, flavour: 1)]);
        await ScanAsync();
        await ScanAsync();
        Assert.Equal(10, Log.AcceptedSteps);
    }

    [Fact]
    public async Task A_file_that_comes_twice_is_taken_once_and_another_one_of_its_name_is_put_aside()
    {
        foreach (double flavour in new[] { 0.0, 0, 1 })
        {
            LogFile.Write(InInbox("run.csv"), SmallWorld.Spec, [SmallWorld.Steps("0", 0, 5, flavour)]);
            await ScanAsync();
            await ScanAsync();
        }

        Assert.Equal(5, Log.AcceptedSteps);
        Assert.Equal(["run.2.csv", "run.csv"], NamesIn(_world.Folder.Taken));
        Assert.Equal(["run.csv", "run.csv.reason.txt"], NamesIn(_world.Folder.Quarantine));
    }

    [Theory]
    [InlineData("run.csv", "episode,step,angle,speed,action,reward,terminated\n0,0,1,1,left,1,0\n0,1,1,1,up,1,0\n", "(3): 'action' is 'up'")]
    [InlineData("run.jsonl", "", "got an empty file")]
    [InlineData("run.txt", "hello", "expected a log that ends in .wglog, .csv or .jsonl")]
    [InlineData("run.wglog", "hello, this is no record at all", "got no record that is whole")]
    public async Task A_file_with_a_fault_is_put_aside_with_the_reason_and_nothing_of_it_is_taken(string name, string text, string reason)
    {
        File.WriteAllText(InInbox(name), text);
        await ScanAsync();
        await ScanAsync();
        if (name == "run.wglog")                                   // it may still grow into one
        {
            Assert.Equal([name], NamesIn(_world.Folder.Inbox));
            _time.Advance(TimeSpan.FromDays(7.1));
            await ScanAsync();
        }

        Assert.Equal(0, Log.AcceptedSteps);
        Assert.Equal([name, name + ".reason.txt"], NamesIn(_world.Folder.Quarantine));
        Assert.Contains(reason, File.ReadAllText(Path.Combine(_world.Folder.Quarantine, name + ".reason.txt")));
        Assert.Equal(text, File.ReadAllText(Path.Combine(_world.Folder.Quarantine, name)));
    }

    [Fact]
    public async Task A_file_of_which_something_is_lost_is_kept_with_what_that_is()
    {
        File.WriteAllText(InInbox("run.csv"), "episode,step,angle,speed,action,reward,terminated\n0,0,1,1,left,1,0\n0,1,1,1,left,1,1\n");
        await ScanAsync();
        await ScanAsync();
        Assert.Equal(1, Log.AcceptedSteps);
        Assert.Contains("its next state is not in the log", File.ReadAllText(Path.Combine(_world.Folder.Quarantine, "run.csv.reason.txt")));
    }

    [Fact]
    public async Task A_log_is_followed_while_another_process_appends_to_it()
    {
        using LogWriter writer = LogFile.Create(InInbox("run.wglog"), SmallWorld.Spec);
        for (int i = 0; i < 4; i++)
        {
            writer.Write(SmallWorld.Steps("0", 3 * i, 3 * i + 3, ending: i == 3 ? Ending.Terminal : Ending.None), goesOn: true);
            writer.Flush();
            await ScanAsync();
            Assert.Equal(3 * i + 3, Log.AcceptedSteps);
        }

        Assert.Equal([SmallWorld.Steps("run.wglog/0", 0, 12, ending: Ending.Terminal)], await ReadBack(), EpisodeComparer.Instance);
    }

    [Fact]
    public async Task A_record_that_is_half_written_is_waited_for()
    {
        byte[] log = SmallWorld.ToWglog(SmallWorld.Steps("0", 0, 600));
        foreach (int length in new[] { 1, 50, log.Length / 2, log.Length - 1, log.Length })
        {
            File.WriteAllBytes(InInbox("run.wglog"), log[..length]);
            await ScanAsync();
        }

        Assert.Equal([SmallWorld.Steps("run.wglog/0", 0, 600)], await ReadBack(), EpisodeComparer.Instance);
    }

    /// <summary>Also where the damage was told before a restart.</summary>
    [Theory]
    [InlineData(false, "at the end are no whole record")]
    [InlineData(true, "are damaged and were skipped")]
    public async Task A_log_that_is_torn_or_damaged_and_grows_no_more_is_kept_with_the_reason_and_its_whole_steps_are_taken_in(bool isDamaged, string reason)
    {
        byte[] log = SmallWorld.ToWglog(SmallWorld.Steps("0", 0, 600));
        byte[] half = isDamaged ? [.. log] : log[..^5];
        if (isDamaged) half[half.Length / 2] ^= 0xff;
        File.WriteAllBytes(InInbox("run.wglog"), half);
        await ScanAsync();
        long taken = Log.AcceptedSteps;
        Assert.InRange(taken, isDamaged ? 1 : 0, 599);
        _time.Advance(TimeSpan.FromDays(6.9));
        await Log.DisposeAsync();
        Open();
        await ScanAsync();
        Assert.Equal(["run.wglog"], NamesIn(_world.Folder.Inbox));
        _time.Advance(TimeSpan.FromDays(0.2));
        await ScanAsync();
        Assert.Equal(["run.wglog", "run.wglog.reason.txt"], NamesIn(_world.Folder.Quarantine));
        Assert.Contains(reason, File.ReadAllText(Path.Combine(_world.Folder.Quarantine, "run.wglog.reason.txt")), StringComparison.Ordinal);
        Assert.Equal(taken, Log.AcceptedSteps);
    }

    [Fact]
    public async Task A_file_that_cannot_be_put_aside_holds_no_other_up()
    {
        File.WriteAllText(_world.Folder.Quarantine, "no folder");
        File.WriteAllText(InInbox("a.csv"), "hello");
        LogFile.Write(InInbox("b.csv"), SmallWorld.Spec, [SmallWorld.Steps("0", 0, 5)]);
        for (int scan = 0; scan < 3; scan++) await ScanAsync();
        Assert.Equal(5, Log.AcceptedSteps);
        Assert.Equal(["a.csv"], NamesIn(_world.Folder.Inbox));
        File.Delete(_world.Folder.Quarantine);
        await ScanAsync();
        Assert.Equal(["a.csv", "a.csv.reason.txt"], NamesIn(_world.Folder.Quarantine));
    }

    [Fact]
    public async Task What_is_in_quarantine_is_deleted_after_its_days()
    {
        File.WriteAllText(InInbox("a.csv"), "hello");
        await ScanAsync();
        await ScanAsync();
        _time.Advance(TimeSpan.FromDays(89.9));
        await ScanAsync();
        Assert.Equal(["a.csv", "a.csv.reason.txt"], NamesIn(_world.Folder.Quarantine));
        _time.Advance(TimeSpan.FromDays(0.2));
        await ScanAsync();
        Assert.Empty(NamesIn(_world.Folder.Quarantine));
    }

    [Fact]
    public async Task After_a_restart_a_log_is_followed_on_and_nothing_is_doubled()
    {
        using LogWriter writer = LogFile.Create(InInbox("run.wglog"), SmallWorld.Spec);
        writer.Write(SmallWorld.Steps("0", 0, 3), goesOn: true);
        writer.Flush();
        await ScanAsync();
        await Log.DisposeAsync();
        Open();
        writer.Write(SmallWorld.Steps("0", 3, 7), goesOn: true);
        writer.Flush();
        await ScanAsync();
        Assert.Equal(7, Log.AcceptedSteps);
    }

    [Fact]
    public async Task A_log_that_gets_shorter_is_another_one_and_put_aside()
    {
        byte[] log = SmallWorld.ToWglog(SmallWorld.Steps("0", 0, 3));
        File.WriteAllBytes(InInbox("run.wglog"), log);
        await ScanAsync();
        File.WriteAllBytes(InInbox("run.wglog"), log[..50]);
        await ScanAsync();
        Assert.Contains("run.wglog.reason.txt", NamesIn(_world.Folder.Quarantine));
    }

    [Fact]
    public async Task What_is_not_meant_stays_where_it_is()
    {
        foreach (string name in new[] { ".hidden.csv", "run.csv.part", "run.csv.tmp" }) File.WriteAllText(InInbox(name), "x");
        File.WriteAllText(_folder.File("secret.csv"), "x");
        File.CreateSymbolicLink(InInbox("link.csv"), _folder.File("secret.csv"));
        Directory.CreateDirectory(InInbox("folder.csv"));
        await ScanAsync();
        await ScanAsync();
        Assert.False(Directory.Exists(_world.Folder.Quarantine));
        Assert.Equal(0, Log.AcceptedSteps);
    }

    [Fact]
    public async Task Files_that_were_taken_are_deleted_after_their_days()
    {
        LogFile.Write(InInbox("run.csv"), SmallWorld.Spec, [SmallWorld.Steps("0", 0, 5)]);
        File.WriteAllBytes(InInbox("run.wglog"), SmallWorld.ToWglog(SmallWorld.Steps("0", 0, 3)));
        await ScanAsync();
        await ScanAsync();
        _time.Advance(TimeSpan.FromDays(6.9));
        await ScanAsync();
        Assert.Equal(["run.csv"], NamesIn(_world.Folder.Taken));
        Assert.Equal(["run.wglog"], NamesIn(_world.Folder.Inbox));
        _time.Advance(TimeSpan.FromDays(0.2));
        await ScanAsync();
        Assert.Equal(["run.wglog"], NamesIn(_world.Folder.Taken));
        _time.Advance(TimeSpan.FromDays(7.1));
        await ScanAsync();
        Assert.Empty(NamesIn(_world.Folder.Taken));
        Assert.Equal(8, Log.AcceptedSteps);
    }

    private void Open()
    {
        var folder = new WorldFolder(_folder.File("arm"));
        Assert.True(WorldName.TryParse("arm", out WorldName name));
        _world = new HostedWorld(name, folder, SmallWorld.Spec, new RunSettings(), WorldLog.Open(folder.Log, SmallWorld.Spec, 1000, notice => Assert.Fail(notice)));
        _inbox = new Inbox(_world, new IngestOptions(), UnseenMetrics.OfIngest(), _time, NullLogger.Instance);
    }

    /// <summary>Looks once; what was written since the last time was written now.</summary>
    private Task ScanAsync()
    {
        foreach (FileInfo file in new DirectoryInfo(_world.Folder.Inbox).GetFiles())
            if (file.LinkTarget is null && file.LastWriteTimeUtc.Year < 2030) file.LastWriteTimeUtc = _time.GetUtcNow().UtcDateTime;
        return _inbox.ScanAsync(default);
    }

    private string InInbox(string name) => Path.Combine(_world.Folder.Inbox, name);

    private static string[] NamesIn(string folder) => Directory.Exists(folder) ? [.. Directory.GetFiles(folder).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)] : [];

    private async Task<Episode[]> ReadBack() => [.. (await Log.SealAsync(default)).SelectMany(segment => LogFile.Read(segment, SmallWorld.Spec))];
}
