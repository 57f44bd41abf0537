using WorldGan.EndToEndTests.Cli;

namespace WorldGan.EndToEndTests.Serving;

/// <summary><c>worldgan serve</c> as a process of its own, at a port that was free, and a client of it. Its data are in the folder 'data' of its working folder.</summary>
internal sealed class ServeProcess : IDisposable
{
    private const int Killed = 128 + 9;

    private readonly CliProcess _process;

    private ServeProcess(CliProcess process)
    {
        _process = process;
        string line = process.ReadLine() ?? throw new InvalidOperationException($"Expected a line with the address, got the end: {process.Finish().Error}");
        Client = new HttpClient { BaseAddress = new Uri(line.Split(' ')[^1]) };
    }

    /// <summary>Asks the service.</summary>
    public HttpClient Client { get; }

    /// <summary>Starts it and waits until it listens.</summary>
    /// <param name="folder">Its working folder.</param>
    /// <param name="settings">Options, as after --set.</param>
    public static ServeProcess Start(string folder, params string[] settings) => StartWith([], folder, settings);

    /// <summary>Starts it with variables of the environment, and waits until it listens.</summary>
    public static ServeProcess StartWith((string Name, string Value)[] variables, string folder, params string[] settings)
    {
        string[] arguments = ["serve", "--data", "data", "--urls", "http://127.0.0.1:0", .. settings.SelectMany(setting => new[] { "--set", setting })];
        return new ServeProcess(CliProcess.StartWith([("Logging__LogLevel__Default", "None"), .. variables], folder, arguments));
    }

    /// <summary>Kills it; fails where it was dead already, by itself.</summary>
    public void Kill()
    {
        BeginToKill();
        Assert.Equal(Killed, _process.Finish().ExitCode);
    }

    /// <summary>Kills it from wherever that is to happen; <see cref="Kill"/> waits for its end.</summary>
    public void BeginToKill() => _process.Kill();

    /// <summary>Begins a stop as systemd does.</summary>
    public void BeginToStop() => _process.Signal("TERM");

    /// <summary>Waits for its end; fails where that is no good one.</summary>
    public void Finish() => Assert.Equal(0, _process.Finish().Succeeded().ExitCode);

    /// <summary>Stops it as systemd does, and waits for its end.</summary>
    public void Stop()
    {
        BeginToStop();
        Finish();
    }

    public void Dispose()
    {
        Client.Dispose();
        _process.Dispose();
    }
}
