namespace WorldGan.EndToEndTests.Cli;

public class StopAndGoOnTests(SmallRun small) : IClassFixture<SmallRun>
{
    [Fact]
    public void A_run_that_is_killed_three_times_ends_with_the_same_bytes()
    {
        var random = new Random(7);
        int[] moments = [.. Enumerable.Range(0, 3).Select(_ => random.Next(2, 8))];        // lines of progress before each kill
        string[] arguments = [];
        foreach (int lines in moments)
        {
            using CliProcess process = arguments.Length == 0 ? small.Begin("killed") : CliProcess.Start(small.Folder, arguments);
            process.ReadUntil("Learning the world");
            for (int i = 0; i < lines; i++) Assert.NotNull(process.ReadLine());
            process.Kill();
            Assert.NotEqual(0, process.Finish().ExitCode);
            arguments = ["train", "--resume", "killed"];
        }

        CliProcess.Run(small.Folder, arguments).Succeeded();
        Assert.Equal(small.Hashes("undisturbed"), small.Hashes("killed"));
        Assert.Equal(Metrics("undisturbed"), Metrics("killed"));
        Assert.False(Directory.Exists(small.PathOf("killed", "checkpoints")));
    }

    /// <summary>A checkpoint is written beside its place first: the kill comes as soon as that file is seen.</summary>
    [Fact]
    public void A_run_that_is_killed_while_it_writes_checkpoints_ends_with_the_same_bytes()
    {
        var random = new Random(5);
        Directory.CreateDirectory(small.PathOf("torn"));
        string[] arguments = ["train", "--resume", "torn"];
        for (int kill = 0; kill < 4; kill++)
        {
            using var watcher = new FileSystemWatcher(small.PathOf("torn"), "*.safetensors.tmp") { IncludeSubdirectories = true };
            using var written = new CountdownEvent(random.Next(1, 9));
            using CliProcess process = kill == 0 ? small.Begin("torn") : CliProcess.Start(small.Folder, arguments);
            watcher.Created += (_, _) =>
            {
                if (!written.IsSet && written.Signal()) process.Kill();
            };
            watcher.EnableRaisingEvents = true;
            Assert.NotEqual(0, process.Finish().ExitCode);
        }

        CliProcess.Run(small.Folder, arguments).Succeeded();
        Assert.Equal(small.Hashes("undisturbed"), small.Hashes("torn"));
        Assert.Equal(Metrics("undisturbed"), Metrics("torn"));
    }

    [Fact]
    public void Two_threads_give_the_same_bytes_as_one()
    {
        small.Train("threads", "--threads", "2").Succeeded();
        Assert.Equal(small.Hashes("undisturbed"), small.Hashes("threads"));
    }

    [SkippableTheory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public void An_interrupted_run_says_how_to_go_on_and_does(string signal)
    {
        Skip.If(signal == "INT" && IgnoresInterrupts, "The shell that started the tests ignores Ctrl+C, and so do its children.");
        string run = $"interrupted-{signal}";
        using CliProcess process = small.Begin(run);
        process.ReadUntil("20 %");
        process.Signal(signal);
        CliResult result = process.Finish();
        Assert.Equal(130, result.ExitCode);
        Assert.Contains($"Go on with: worldgan train --resume {run}", result.Error, StringComparison.Ordinal);

        CliProcess.Run(small.Folder, "train", run, "--resume").Succeeded();
        Assert.Equal(small.Hashes("undisturbed"), small.Hashes(run));
    }

    [Fact]
    public void A_run_has_one_process_at_a_time()
    {
        using CliProcess process = small.Begin("busy");
        process.ReadUntil("10 %");
        CliResult second = CliProcess.Run(small.Folder, "train", "--resume", "busy");
        Assert.Equal(1, second.ExitCode);
        Assert.Contains("another process works on this run", second.Error, StringComparison.Ordinal);
        process.Kill();
    }

    [Fact]
    public void A_policy_learned_later_in_the_same_world_is_the_same_policy()
    {
        small.Train("stages", "--world-only").Succeeded();
        Assert.False(File.Exists(small.PathOf("stages", "policy.safetensors")));
        CliProcess.Run(small.Folder, "train", "--policy-only", "stages").Succeeded();
        Assert.Equal(small.Hashes("undisturbed"), small.Hashes("stages"));
    }

    [Fact]
    public void A_complete_run_goes_on_to_its_scores_again()
    {
        string before = File.ReadAllText(small.PathOf("undisturbed", "scores.json"));
        CliProcess.Run(small.Folder, "train", "--resume", "undisturbed").Succeeded();
        Assert.Equal(before, File.ReadAllText(small.PathOf("undisturbed", "scores.json")));
    }

    private string[] Metrics(string run) => [.. File.ReadAllLines(small.PathOf(run, "metrics.jsonl")).Order(StringComparer.Ordinal)];

    private static bool IgnoresInterrupts
    {
        get
        {
            string? mask = File.Exists("/proc/self/status") ? File.ReadLines("/proc/self/status").FirstOrDefault(line => line.StartsWith("SigIgn:", StringComparison.Ordinal)) : null;
            return mask is not null && (Convert.ToUInt64(mask.Split('\t')[1], 16) & 2) != 0;
        }
    }
}
