using System.Net.Http.Headers;
using WorldGan.Logs;
using WorldGan.Simulators;
using WorldGan.Worlds;

namespace WorldGan.EndToEndTests.Serving;

/// <summary>Plays CartPole at random and sends its steps as they come, a few at a time, and a request again when its answer was lost.</summary>
internal sealed class StreamingRobot : IDisposable
{
    private const int StepsInRequest = 5;

    private readonly IEnumerator<Episode> _pieces;

    /// <summary>Begins with its first episode.</summary>
    /// <param name="number">Its number among the robots of a test; it plays and names its episodes by it.</param>
    public StreamingRobot(int number)
    {
        var cartPole = new CartPole();
        _pieces = new Recorder(cartPole, new RandomPolicy(cartPole.Spec), (ulong)number).Episodes(int.MaxValue).SelectMany(episode => Cut(episode with { Id = $"{number}-{episode.Id}" })).GetEnumerator();
        _pieces.MoveNext();
    }

    /// <summary>Pieces whose request was answered.</summary>
    public List<Episode> Acknowledged { get; } = [];

    /// <summary>The piece that is sent next: where its answer was lost, it may be there or not.</summary>
    public Episode Next => _pieces.Current;

    /// <summary>Sends pieces until the service is gone.</summary>
    /// <param name="client">Asks the service.</param>
    /// <param name="pause">Between an answer and the next request.</param>
    /// <param name="acknowledged">Told of each answer.</param>
    public async Task SendUntilCutOffAsync(HttpClient client, TimeSpan pause, Action? acknowledged = null)
    {
        try
        {
            while (true)
            {
                await SendAsync(client);
                acknowledged?.Invoke();
                if (pause > TimeSpan.Zero) await Task.Delay(pause);
            }
        }
        catch (HttpRequestException)
        {
            // The service was killed: what was not acknowledged is sent again to the next one.
        }
    }

    public async Task SendAsync(HttpClient client)
    {
        using var stream = new MemoryStream();
        using (LogWriter log = LogFile.Create(stream, new CartPole().Spec)) log.Write(Next);
        using var body = new ByteArrayContent(stream.ToArray()) { Headers = { ContentType = new MediaTypeHeaderValue("application/msgpack") } };
        using HttpResponseMessage answer = await client.PostAsync("/v1/worlds/cartpole/trajectories", body);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        Acknowledged.Add(Next);
        _pieces.MoveNext();
    }

    public void Dispose() => _pieces.Dispose();

    private static IEnumerable<Episode> Cut(Episode episode)
    {
        int width = episode.States.Length / (episode.Count + 1);
        for (int from = 0; from < episode.Count; from += StepsInRequest)
        {
            int to = Math.Min(episode.Count, from + StepsInRequest);
            yield return episode with
            {
                FirstStep = from,
                States = episode.States[(from * width)..((to + 1) * width)],
                Actions = episode.Actions[from..to],
                Rewards = episode.Rewards[from..to],
                Ending = to == episode.Count ? episode.Ending : Ending.None,
            };
        }
    }
}
