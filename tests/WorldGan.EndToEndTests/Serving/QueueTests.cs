using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using RabbitMQ.Client;
using WorldGan.Logs;
using WorldGan.Tests;
using WorldGan.Worlds;

namespace WorldGan.EndToEndTests.Serving;

public class QueueTests
{
    private const int Kills = 6, Episodes = 4, MessagesOfEpisode = 300, StepsOfMessage = 5, AllSteps = Episodes * MessagesOfEpisode * StepsOfMessage;
    private const string WorldJson = """{"name":"arm","state":[{"name":"angle","kind":"real"}],"actions":[{"name":"left"},{"name":"right"}]}""";

    /// <summary>A real broker, and a service that is killed between delivery and acknowledgement, wherever it is then.</summary>
    [SkippableFact]
    public async Task Killed_at_any_moment_the_service_takes_in_every_message_of_its_queue_once()
    {
        using RabbitServer broker = StartBroker();
        using var folder = new TemporaryFolder();
        (string world, string queue) = MakeWorld(folder);
        await using IConnection connection = await broker.ConnectAsync();
        await using IChannel channel = await connection.CreateChannelAsync();
        await channel.QueueDeclareAsync(queue, durable: true, exclusive: false, autoDelete: false);
        for (int message = 0; message < MessagesOfEpisode; message++)
            for (int episode = 0; episode < Episodes; episode++) await PublishAsync(channel, queue, episode, message * StepsOfMessage);

        var moments = new Random(5);
        for (int kill = 1; kill <= Kills; kill++)
        {
            using ServeProcess service = Start(folder, broker, queue);
            await TakenAsync(service.Client, Math.Min(AllSteps, kill * AllSteps / (Kills + 1) + moments.Next(200)));
            service.Kill();
        }

        using (ServeProcess service = Start(folder, broker, queue))
        {
            await TakenAsync(service.Client, AllSteps);
            while (await channel.MessageCountAsync(queue) > 0) await Task.Delay(20);
            service.Stop();
        }

        var steps = new HashSet<(string, int)>();
        foreach (string segment in Directory.GetFiles(Path.Combine(world, "log"), "*.wglog"))
            foreach (Episode piece in LogFile.Read(segment, WorldSpecFile.Parse(Encoding.UTF8.GetBytes(WorldJson), "world.json")))
                for (int t = 0; t < piece.Count; t++) Assert.True(steps.Add((piece.Id, piece.FirstStep + t)), $"{piece.Id}, step {piece.FirstStep + t} is there twice");
        Assert.Equal(AllSteps, steps.Count);
        Assert.False(Directory.Exists(Path.Combine(world, "quarantine")));
        Assert.Equal(0u, await channel.MessageCountAsync(queue));
        await channel.QueueDeleteAsync(queue);
    }

    /// <summary>The broker tells a reader of a queue that is deleted, and leaves everything else open: a queue of the same name is another one.</summary>
    [SkippableFact]
    public async Task A_queue_that_is_deleted_and_comes_back_is_read_again()
    {
        using RabbitServer broker = StartBroker();
        using var folder = new TemporaryFolder();
        (_, string queue) = MakeWorld(folder);
        await using IConnection connection = await broker.ConnectAsync();
        await using IChannel channel = await connection.CreateChannelAsync();
        await channel.QueueDeclareAsync(queue, durable: true, exclusive: false, autoDelete: false);
        await PublishAsync(channel, queue, 0, 0);
        using ServeProcess service = Start(folder, broker, queue);
        await TakenAsync(service.Client, StepsOfMessage);
        await channel.QueueDeleteAsync(queue);
        await channel.QueueDeclareAsync(queue, durable: true, exclusive: false, autoDelete: false);
        await PublishAsync(channel, queue, 0, StepsOfMessage);
        await TakenAsync(service.Client, 2 * StepsOfMessage).WaitAsync(TimeSpan.FromSeconds(60));
        await channel.QueueDeleteAsync(queue);
        service.Stop();
    }

    private static RabbitServer StartBroker()
    {
        RabbitServer? broker = RabbitServer.Start();
        Skip.If(broker is null, "It needs a RabbitMQ broker: Debian's rabbitmq-server, or WORLDGAN_RABBITMQ=amqp://user:password@host:5672/.");
        return broker!;
    }

    private static (string World, string Queue) MakeWorld(TemporaryFolder folder)
    {
        string world = folder.File("data/worlds/arm");
        Directory.CreateDirectory(world);
        File.WriteAllText(Path.Combine(world, "world.json"), WorldJson);
        return (world, $"worldgan-{Guid.NewGuid()}");
    }

    private static ServeProcess Start(TemporaryFolder folder, RabbitServer broker, string queue) =>
        ServeProcess.Start(Path.GetDirectoryName(folder.File("x"))!, "training.newSteps=0", $"queue.broker={broker.Address}", $"queue.name={queue}");

    private static async Task TakenAsync(HttpClient robot, int steps)
    {
        while ((await robot.GetFromJsonAsync<JsonElement>("/v1/worlds"))[0].GetProperty("acceptedSteps").GetInt64() < steps) await Task.Delay(5);
    }

    private static async Task PublishAsync(IChannel channel, string queue, int episode, int firstStep)
    {
        string steps = string.Join(',', Enumerable.Range(firstStep, StepsOfMessage).Select(step => $$"""{"episode":"{{episode}}","step":{{step}},"state":[{{step}}],"action":0,"reward":1,"nextState":[{{step + 1}}]}"""));
        var properties = new BasicProperties { Persistent = true, ContentType = "application/json", Headers = new Dictionary<string, object?> { ["world"] = "arm" } };
        await channel.BasicPublishAsync("", queue, mandatory: true, properties, Encoding.UTF8.GetBytes($"[{steps}]"));
    }
}
