using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using WorldGan.Logs;
using WorldGan.Simulators;
using WorldGan.Worlds;

namespace WorldGan.Benchmarks.Serving.Load;

/// <summary>The service as a process of its own, as <c>worldgan serve</c> runs it, with a world that was trained.</summary>
internal sealed class ServiceProcess : IDisposable
{
    private readonly Process _process;
    private readonly HttpClient _client;

    private ServiceProcess(Process process, Uri address)
    {
        (_process, Address) = (process, address);
        _client = new HttpClient { BaseAddress = new Uri(address, "/v1/worlds/cartpole/") };
    }

    /// <summary>Where it listens.</summary>
    public Uri Address { get; }

    /// <summary>Starts it.</summary>
    /// <param name="data">Its data folder.</param>
    /// <exception cref="InvalidOperationException">It does not start.</exception>
    public static ServiceProcess Start(string data)
    {
        string cli = Path.Combine(AppContext.BaseDirectory, "WorldGan.Cli.dll");
        var start = new ProcessStartInfo("dotnet", [cli, "serve", "--data", data, "--urls", "http://127.0.0.1:0", "--set", "training.newSteps=0"]) { RedirectStandardOutput = true, WorkingDirectory = data };
        start.Environment["Logging__LogLevel__Default"] = "Warning";
        Process process = Process.Start(start)!;
        string line;
        do line = process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("Expected the service to start, got its end.");
        while (!line.StartsWith("Serving at ", StringComparison.Ordinal));              // a warning may come first
        _ = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null);                 // so that a service that warns much does not wait for a reader
        return new ServiceProcess(process, new Uri(line.Split(' ')[^1]));
    }

    /// <summary>Makes the data folder of a world that trains fast.</summary>
    public static void Prepare(string data)
    {
        string world = Path.Combine(data, "worlds", "cartpole");
        Directory.CreateDirectory(world);
        WorldSpecFile.Write(Path.Combine(world, "world.json"), new CartPole().Spec);
        File.WriteAllText(Path.Combine(world, "run.json"), """{"worldModel":{"adversarialSteps":2000,"members":2},"policy":{"steps":500},"evaluation":{"episodes":2,"offPolicy":{"fittedSteps":50}}}""");
    }

    /// <summary>Sends a log and waits until a policy answers that was trained on it.</summary>
    public async Task TrainAsync()
    {
        var world = new CartPole();
        using var stream = new MemoryStream();
        using (LogWriter log = LogFile.Create(stream, world.Spec))
            foreach (Episode episode in new Recorder(world, new RandomPolicy(world.Spec), 1).Episodes(200)) log.Write(episode);
        using var content = new ByteArrayContent(stream.ToArray()) { Headers = { ContentType = new MediaTypeHeaderValue("application/msgpack") } };
        (await _client.PostAsync("trajectories", content)).EnsureSuccessStatusCode().Dispose();
        await BeginTrainingAsync();
        while (await StateAsync() is "waiting" or "running") await Task.Delay(100);
        using var question = new StringContent("{\"states\":[[0,0,0,0]]}");
        while (!(await _client.PostAsync("act", question)).IsSuccessStatusCode) await Task.Delay(100);
    }

    /// <summary>Begins a training and waits until it runs.</summary>
    public async Task<string> BeginTrainingAsync()
    {
        using HttpResponseMessage begun = (await _client.PostAsync("jobs", null)).EnsureSuccessStatusCode();
        string job = (await begun.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("job").GetProperty("id").GetString()!;
        while (await StateAsync() == "waiting") await Task.Delay(20);
        return job;
    }

    /// <summary>Ends a training, which must still run.</summary>
    /// <exception cref="InvalidOperationException">It has ended.</exception>
    public async Task CancelAsync(string job)
    {
        if (await StateAsync() != "running") throw new InvalidOperationException("Expected a training that lasts longer than the measurement, got one that has ended. Measure for fewer seconds.");
        (await _client.PostAsync($"jobs/{job}/cancel", null)).EnsureSuccessStatusCode().Dispose();
        while (await StateAsync() == "running") await Task.Delay(20);
    }

    /// <summary>Steps in the log.</summary>
    public async Task<long> AcceptedStepsAsync() => (await _client.GetFromJsonAsync<JsonElement>("/v1/worlds"))[0].GetProperty("acceptedSteps").GetInt64();

    /// <summary>The sum of a metric over all its labels.</summary>
    public async Task<double> MetricAsync(string name)
    {
        string text = await _client.GetStringAsync("/metrics");
        return text.Split('\n').Where(line => line.StartsWith(name, StringComparison.Ordinal)).Sum(line => double.Parse(line.Split(' ')[^1], CultureInfo.InvariantCulture));
    }

    /// <summary>Bytes of memory that the operating system has given it.</summary>
    public long ResidentBytes
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    /// <summary>Processor time that it has used.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    private async Task<string> StateAsync() => (await _client.GetFromJsonAsync<JsonElement>("jobs"))[0].GetProperty("job").GetProperty("state").GetString()!;

    /// <inheritdoc/>
    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
        _client.Dispose();
    }
}
