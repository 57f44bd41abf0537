using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using WorldGan.EndToEndTests.Cli;
using WorldGan.Tests;
using WorldGan.Tests.House;

namespace WorldGan.EndToEndTests.Serving;

/// <summary>The service as systemd runs it: what it is told, and the unit.</summary>
public sealed class SystemdTests : IDisposable
{
    private const string Unit = "src/WorldGan.Service/worldgan.service";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SkippableFact]
    public async Task Systemd_is_told_by_the_process_when_it_is_ready_alive_and_stops()
    {
        Skip.If(OperatingSystem.IsWindows(), "There is no systemd.");
        using var systemd = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified) { ReceiveTimeout = 60_000 };       // only so that silence fails
        systemd.Bind(new UnixDomainSocketEndPoint(_folder.File("notify")));
        using CliProcess service = CliProcess.StartWith(
            [("NOTIFY_SOCKET", _folder.File("notify")), ("WATCHDOG_USEC", "200000")], Path.GetDirectoryName(_folder.File("x"))!, "serve", "--data", "data", "--urls", "http://127.0.0.1:0");
        Assert.Equal("READY=1", Receive(systemd));
        for (string? line = service.ReadLine(); !line!.StartsWith("Serving at ", StringComparison.Ordinal); line = service.ReadLine())
            Assert.Matches("^<[0-7]>", line);                      // the journal reads how urgent a line is
        for (int i = 0; i < 3; i++) Assert.Equal("WATCHDOG=1", Receive(systemd));
        service.Signal("TERM");
        string told = Receive(systemd);
        while (told == "WATCHDOG=1") told = Receive(systemd);
        Assert.Equal("STOPPING=1", told);
        Assert.Equal(0, await Task.Run(() => service.Finish().ExitCode));
    }

    /// <summary>By systemd's own reading of it, with a program that is there in the place of the tool.</summary>
    [SkippableFact]
    public void The_unit_has_no_fault()
    {
        Skip.IfNot(File.Exists("/usr/bin/systemd-analyze"), "There is no systemd-analyze.");
        Assert.Equal((0, ""), Verify(Repository.Read(Unit)));
        Assert.NotEqual((0, ""), Verify(Repository.Read(Unit).Replace("RestrictRealtime=", "RestrictRealTime=", StringComparison.Ordinal)));
    }

    /// <summary>What the page tells to install is what the unit runs.</summary>
    [Fact]
    public void The_unit_runs_what_the_page_installs_and_gives_it_time_to_stop()
    {
        string page = Repository.Read("docs/how-to/service.md");
        Dictionary<string, string> unit = Repository.Read(Unit).Split('\n').Where(line => line.Contains('=') && line[0] != '#').Select(line => line.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]);
        string program = unit["ExecStart"].Split(' ')[0];
        Assert.Contains($"--tool-path {Path.GetDirectoryName(program)} ", page, StringComparison.Ordinal);
        Assert.Contains($"useradd --system --home-dir {unit["WorkingDirectory"]} --shell /usr/sbin/nologin {unit["User"]}\n", page, StringComparison.Ordinal);
        Assert.Contains($"sudo -u {unit["User"]} {program} key --data {unit["WorkingDirectory"]} ", page, StringComparison.Ordinal);
        Assert.Equal(unit["WorkingDirectory"], "/var/lib/" + unit["StateDirectory"]);
        Assert.True(int.Parse(unit["TimeoutStopSec"], System.Globalization.CultureInfo.InvariantCulture) > new WorldGan.Service.Operations.OperationsOptions().StopSeconds);
    }

    private (int, string) Verify(string unit)
    {
        File.WriteAllText(_folder.File("worldgan.service"), unit.Replace("/opt/worldgan/worldgan", "/bin/true", StringComparison.Ordinal));
        using var verify = Process.Start(new ProcessStartInfo("/usr/bin/systemd-analyze", ["verify", "--man=no", _folder.File("worldgan.service")]) { RedirectStandardError = true })!;
        string said = string.Concat(verify.StandardError.ReadToEnd().Split('\n').Where(line => line.Contains("worldgan.service", StringComparison.Ordinal)));     // of other units of the machine we say nothing
        verify.WaitForExit();
        return (verify.ExitCode, said);
    }

    private static string Receive(Socket socket)
    {
        byte[] buffer = new byte[100];
        return Encoding.UTF8.GetString(buffer, 0, socket.Receive(buffer));
    }
}
