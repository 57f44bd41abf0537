using System.CommandLine;
using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using WorldGan.Benchmarks.Measuring;
using WorldGan.Logs;
using WorldGan.Service.Hosting;
using WorldGan.Simulators;
using WorldGan.Worlds;

namespace WorldGan.Benchmarks.Serving;

/// <summary>The verb <c>socket</c>: how long a robot waits for an action at the Unix domain socket, with and without a training beside it.</summary>
internal static class SocketCommand
{
    private const int Warmup = 5_000;

    private static readonly byte[] Question = "{\"world\":\"cartpole\",\"states\":[[0.01,-0.02,0.03,0.04]]}\n"u8.ToArray();

    public static Command Create()
    {
        var questions = new Option<int>("--questions") { Description = "Questions of each row of the table.", DefaultValueFactory = _ => 50_000 };
        var file = new Option<FileInfo?>("--out") { Description = "Also write the table to this file.", HelpName = "file.md" };
        var command = new Command("socket", "Time from a question at the socket to its answer.") { questions, file };
        command.SetAction(async (parsed, _) =>
        {
            var report = new Report();
            await RunAsync(report, parsed.GetValue(questions));
            report.Save(parsed.GetValue(file));
        });
        return command;
    }

    private static async Task RunAsync(Report report, int questions)
    {
        report.Write($"""
            # Acting at the socket

                {Machine.Command("socket")}

            - Machine: {Machine.Description}.
            - One robot asks for one state at a time, from a thread of the same process, and waits for the answer: microseconds by the clock on the wall, so an idle machine is needed.

            """);
        report.WriteHeading("", "median", "99 %", "99.9 %", "longest");
        DirectoryInfo folder = Directory.CreateTempSubdirectory("worldgan-socket-");
        try
        {
            string socket = Path.Combine(folder.FullName, "act.sock");
            await using WebApplication service = Build(folder.FullName, socket);
            await service.StartAsync();
            using var client = new HttpClient { BaseAddress = new Uri($"{service.Urls.Single()}/v1/worlds/cartpole/") };
            await TrainFirstAsync(client);
            Measure(socket, Warmup);
            report.WriteRow(Row("no training", Measure(socket, questions)));
            string job = await BeginAsync(client);
            report.WriteRow(Row("while training", Measure(socket, questions)));
            if (await StateAsync(client) != "running") throw new InvalidOperationException("Expected a training that lasts longer than the measurement, got one that has ended. Ask fewer questions.");
            (await client.PostAsync($"jobs/{job}/cancel", null)).EnsureSuccessStatusCode().Dispose();
            await service.StopAsync();
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static WebApplication Build(string folder, string socket)
    {
        string world = Path.Combine(folder, "worlds", "cartpole");
        Directory.CreateDirectory(world);
        WorldSpecFile.Write(Path.Combine(world, "world.json"), new CartPole().Spec);
        File.WriteAllText(Path.Combine(world, "run.json"), """{"worldModel":{"adversarialSteps":2000,"members":2},"policy":{"steps":500},"evaluation":{"episodes":2,"offPolicy":{"fittedSteps":50}}}""");
        return ServiceApplication.Build([
            new("WorldGan:Data", folder), new("WorldGan:Acting:Socket", socket), new("WorldGan:Training:NewSteps", "0"),
            new("urls", "http://127.0.0.1:0"), new("Logging:LogLevel:Default", "Warning")]);
    }

    private static async Task TrainFirstAsync(HttpClient client)
    {
        var world = new CartPole();
        using var stream = new MemoryStream();
        using (LogWriter log = LogFile.Create(stream, world.Spec))
            foreach (Episode episode in new Recorder(world, new RandomPolicy(world.Spec), 1).Episodes(200)) log.Write(episode);
        using var content = new ByteArrayContent(stream.ToArray()) { Headers = { ContentType = new MediaTypeHeaderValue("application/msgpack") } };
        (await client.PostAsync("trajectories", content)).EnsureSuccessStatusCode().Dispose();
        await BeginAsync(client);
        while (await StateAsync(client) != "done") await Task.Delay(100);
        using var question = new StringContent("{\"states\":[[0,0,0,0]]}");
        while (!(await client.PostAsync("act", question)).IsSuccessStatusCode) await Task.Delay(100);
    }

    private static async Task<string> BeginAsync(HttpClient client)
    {
        using HttpResponseMessage begun = (await client.PostAsync("jobs", null)).EnsureSuccessStatusCode();
        string job = (await begun.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("job").GetProperty("id").GetString()!;
        while (await StateAsync(client) == "waiting") await Task.Delay(20);
        return job;
    }

    private static async Task<string> StateAsync(HttpClient client) => (await client.GetFromJsonAsync<JsonElement>("jobs"))[0].GetProperty("job").GetProperty("state").GetString()!;

    /// <summary>Asks one question after the other.</summary>
    /// <returns>Microseconds of each, sorted.</returns>
    private static double[] Measure(string path, int questions)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Connect(new UnixDomainSocketEndPoint(path));
        var microseconds = new double[questions];
        byte[] answer = new byte[4096];
        for (int i = 0; i < questions; i++)
        {
            long begun = Stopwatch.GetTimestamp();
            socket.Send(Question);
            int length = 0;
            while (length == 0 || answer[length - 1] != '\n') length += socket.Receive(answer, length, answer.Length - length, SocketFlags.None);
            microseconds[i] = Stopwatch.GetElapsedTime(begun).TotalMicroseconds;
        }

        Array.Sort(microseconds);
        return microseconds;
    }

    private static string[] Row(string name, double[] sorted)
    {
        return [name, At(0.5), At(0.99), At(0.999), At(1)];

        string At(double share) => $"{sorted[(int)(share * (sorted.Length - 1))]:0} µs";
    }
}
