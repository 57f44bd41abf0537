using System.Globalization;
using WorldGan.Tests;
using Xunit.Abstractions;

namespace WorldGan.EndToEndTests.Serving;

/// <summary>kill -9 at random moments; WORLDGAN_KILLS=100 makes it long, and WORLDGAN_SEED=5 chooses other moments.</summary>
public sealed class KillTests : IDisposable
{
    private const int Robots = 4;

    private const string Trainings = """
        {
          "stepsBetweenCheckpoints": 50,
          "worldModel": { "members": 2, "meanWidth": 16, "noiseWidth": 16, "headWidth": 16, "meanSteps": 600, "headSteps": 200, "adversarialSteps": 600 },
          "policy": { "hiddenWidth": 16, "steps": 600 },
          "evaluation": { "episodes": 2, "offPolicy": { "fittedSteps": 100, "fittedNetworks": 2, "mostEpisodes": 8 } }
        }
        """;

    private static readonly int Kills = Number("WORLDGAN_KILLS", 20), Seed = Number("WORLDGAN_SEED", 7);

    private readonly ITestOutputHelper _output;
    private readonly TemporaryFolder _folder = new();
    private readonly StreamingRobot[] _robots = [.. Enumerable.Range(0, Robots).Select(i => new StreamingRobot(i))];
    private readonly Random _moments = new(Seed);
    private readonly string _world;
    private readonly Witness _witness;

    public KillTests(ITestOutputHelper output)
    {
        _output = output;
        _output.WriteLine($"WORLDGAN_SEED={Seed}");
        _world = ServedCartPole.Add(Folder, Trainings);
        Directory.CreateDirectory(Path.Combine(_world, "log"));
        _witness = new Witness(_world, _robots);
    }

    private string Folder => Path.GetDirectoryName(_folder.File("x"))!;

    public void Dispose()
    {
        foreach (StreamingRobot robot in _robots) robot.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Killed_at_any_moment_the_service_keeps_every_step_that_it_acknowledged_and_doubles_none()
    {
        for (int kill = 1; kill <= Kills; kill++)
        {
            using ServeProcess service = ServeProcess.Start(Folder, "training.newSteps=0");
            await _witness.CheckAsync(service.Client);
            int left = _moments.Next(0, 60);
            _output.WriteLine($"Kill {kill}: after {left} answers");
            await Task.WhenAll(_robots.Select(robot => robot.SendUntilCutOffAsync(service.Client, TimeSpan.Zero, () =>
            {
                if (Interlocked.Decrement(ref left) < 0) service.BeginToKill();
            })));
            service.Kill();
        }

        await CheckAndStopAsync("training.newSteps=0");
    }

    /// <summary>
    /// Robots go on to send while a world is trained again and again. A kill comes some time after a start, wherever the job is then, or with one of the changes that its
    /// version makes on the disk: while it is added, published, or written down as done.
    /// </summary>
    [Fact]
    public async Task Killed_at_any_moment_of_streaming_training_and_publication_nothing_acknowledged_is_lost_and_each_job_comes_to_one_version_that_opens()
    {
        string[] settings = ["training.newSteps=0", "gate.confidence=0.5", "gate.margin=1", "training.attempts=100"];
        for (int kill = 1; kill <= Kills; kill++)
        {
            using ServeProcess service = ServeProcess.Start(Folder, settings);
            await _witness.CheckAsync(service.Client);
            if (kill == 1) await Task.WhenAll(_robots.Select(robot => SendAsync(robot, service.Client, 20)));
            if (await _witness.LookAsync(service.Client)) await _witness.BeginJobAsync(service.Client);
            Task sending = Task.WhenAll(_robots.Select(robot => robot.SendUntilCutOffAsync(service.Client, TimeSpan.FromMilliseconds(20))));
            if (_moments.Next(4) > 0) await KillAfterAsync(service, kill, _moments.Next(0, 2000));
            else await KillAtChangeAsync(service, kill, _moments.Next(1, 10));
            service.Kill();
            await sending;
        }

        await CheckAndStopAsync(settings);
        Assert.True(_witness.Versions >= 2, $"Expected at least two jobs to come to their ends, got {_witness.Versions}: whatever is lost between them would not be seen.");
    }

    private static async Task SendAsync(StreamingRobot robot, HttpClient client, int requests)
    {
        for (int i = 0; i < requests; i++) await robot.SendAsync(client);
    }

    private async Task KillAfterAsync(ServeProcess service, int kill, int milliseconds)
    {
        _output.WriteLine($"Kill {kill}: after {milliseconds} ms");
        using var over = new CancellationTokenSource(milliseconds);
        while (!over.IsCancellationRequested)
        {
            if (await _witness.LookAsync(service.Client)) return;
            await Task.Delay(20, over.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task KillAtChangeAsync(ServeProcess service, int kill, int changes)
    {
        _output.WriteLine($"Kill {kill}: at change {changes} of versions/ and published.json");
        using var watcher = new FileSystemWatcher(_world) { IncludeSubdirectories = true, NotifyFilter = NotifyFilters.FileName | NotifyFilters.DirectoryName };
        watcher.Created += (_, change) => Count(change);
        watcher.Renamed += (_, change) => Count(change);
        watcher.EnableRaisingEvents = true;
        try
        {
            while (!await _witness.LookAsync(service.Client)) await Task.Delay(20);
        }
        catch (HttpRequestException)
        {
            // killed
        }

        void Count(FileSystemEventArgs change)
        {
            bool counts = change.Name!.StartsWith("versions", StringComparison.Ordinal) || change.Name.StartsWith("published.json", StringComparison.Ordinal);
            if (counts && Interlocked.Decrement(ref changes) == 0) service.BeginToKill();
        }
    }

    /// <summary>Nothing kills the last one: what is left to do comes to its end.</summary>
    private async Task CheckAndStopAsync(params string[] settings)
    {
        using ServeProcess service = ServeProcess.Start(Folder, settings);
        await _witness.CheckAsync(service.Client);
        foreach (StreamingRobot robot in _robots) await robot.SendAsync(service.Client);       // the answer that was lost last
        while (!await _witness.LookAsync(service.Client)) await Task.Delay(20);
        await _witness.CheckAsync(service.Client);
        service.Stop();
    }

    private static int Number(string variable, int otherwise) => Environment.GetEnvironmentVariable(variable) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;
}
