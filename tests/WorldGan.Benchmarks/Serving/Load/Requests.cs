using System.Globalization;
using System.Text;
using WorldGan.Logs;
using WorldGan.Simulators;
using WorldGan.Worlds;

namespace WorldGan.Benchmarks.Serving.Load;

/// <summary>What the connections send.</summary>
internal static class Requests
{
    /// <summary>Steps in a request for the log.</summary>
    public const int Steps = EpisodesAtOnce * StepsOfPiece;

    /// <summary>Steps of each of its episodes.</summary>
    public const int StepsOfPiece = 500;

    private const int EpisodesAtOnce = 10;
    private const string World = "/v1/worlds/cartpole/";

    private static int _lastSender;

    /// <summary>Asks for an action in one state.</summary>
    public static Action<HttpConnection> Act(int connection)
    {
        byte[] body = Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{{\"states\":[[0.0{connection % 9 + 1},-0.02,0.03,0.04]]}}"));
        byte[] request = [.. HttpConnection.Head(World + "act", "application/json", body.Length), .. body];
        return to => to.Ask(request);
    }

    /// <summary>Sends new episodes as a .wglog.</summary>
    public static Action<HttpConnection> Log(int connection) => Log(connection, pieces: 1);

    /// <summary>Sends episodes as a .wglog, each in several requests.</summary>
    public static Action<HttpConnection> Log(int connection, int pieces)
    {
        WorldSpec spec = new CartPole().Spec;
        Episode episode = LongEpisode(spec);
        int sender = Interlocked.Increment(ref _lastSender), request = 0;
        var stream = new MemoryStream();
        return to =>
        {
            stream.SetLength(0);
            LogWriter log = LogFile.Create(stream, spec);
            (int round, int piece) = Math.DivRem(request++, pieces);
            for (int i = 0; i < EpisodesAtOnce; i++)
                log.Write(episode with { Id = Name(sender, (round * EpisodesAtOnce) + i), FirstStep = piece * StepsOfPiece, Ending = piece == pieces - 1 ? Ending.TimeLimit : Ending.None });
            log.Flush();
            to.Ask(HttpConnection.Head(World + "trajectories", "application/msgpack", (int)stream.Length), stream.GetBuffer().AsSpan(0, (int)stream.Length));
        };
    }

    /// <summary>Sends new episodes as JSON lines.</summary>
    public static Action<HttpConnection> JsonLines(int connection)
    {
        WorldSpec spec = new CartPole().Spec;
        int sender = Interlocked.Increment(ref _lastSender), number = 0;
        byte[] body = InLines(LongEpisode(spec), spec);
        ReadOnlySpan<byte> placeholder = Encoding.ASCII.GetBytes(Name(0, 0));
        var places = new List<int>();
        for (int at = 0, found; (found = body.AsSpan(at).IndexOf(placeholder)) >= 0; at += found + 1) places.Add(at + found);
        byte[] head = HttpConnection.Head(World + "trajectories", "application/x-ndjson", body.Length);
        return to =>
        {
            for (int i = 0; i < places.Count; i++) Encoding.ASCII.GetBytes(Name(sender, number + (i / StepsOfPiece)), body.AsSpan(places[i]));
            number += EpisodesAtOnce;
            to.Ask(head, body);
        };
    }

    /// <summary>All names have one length, so that one takes the place of another.</summary>
    private static string Name(int sender, int number) => string.Create(CultureInfo.InvariantCulture, $"{sender:d4}-{number:d9}");

    /// <summary>A cart that is pushed to and fro, in single precision as simulators and sensors give it.</summary>
    private static Episode LongEpisode(WorldSpec spec) => new()
    {
        Id = Name(0, 0),
        States = [.. Enumerable.Range(0, (StepsOfPiece + 1) * spec.State.Count).Select(i => (double)MathF.Sin(0.1f * i))],
        Actions = [.. Enumerable.Range(0, StepsOfPiece).Select(i => i % 2)],
        Rewards = [.. Enumerable.Repeat(1.0, StepsOfPiece)],
        Ending = Ending.TimeLimit,
    };

    private static byte[] InLines(Episode episode, WorldSpec spec)
    {
        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".jsonl");
        LogFile.Write(path, spec, Enumerable.Repeat(episode, 1));
        byte[] one = File.ReadAllBytes(path);
        File.Delete(path);
        return [.. Enumerable.Repeat(one, EpisodesAtOnce).SelectMany(bytes => bytes)];
    }
}
