using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using RabbitMQ.Client;
using WorldGan.Service.Ingest.Queue;

namespace WorldGan.Service.Tests.Ingest;

public class QueueConsumerTests
{
    /// <summary>None of these may end the service, and a broker that is away for long is not asked ever again every 5 s.</summary>
    [Fact]
    public async Task Whatever_a_broker_does_it_is_asked_again_and_ever_later()
    {
        await using RunningService service = await RunningService.StartAsync();
        var time = new HandTime();
        using var consumer = new FaultyBroker(service.Services.GetRequiredService<QueueIntake>(), time);
        DateTimeOffset start = time.GetUtcNow();
        await consumer.StartAsync(CancellationToken.None);
        while (consumer.Tries.Count < 6)
        {
            await Wait.UntilAsync(() => time.IsWaitedFor || consumer.ExecuteTask!.IsCompleted);
            Assert.False(consumer.ExecuteTask!.IsCompleted, $"It ended: {consumer.ExecuteTask.Exception}");
            time.Advance(TimeSpan.FromSeconds(5));
        }

        Assert.Equal([0, 5, 15, 35, 75, 135], consumer.Tries.Select(at => (at - start).TotalSeconds));
        await consumer.StopAsync(CancellationToken.None);
        Assert.True(consumer.ExecuteTask!.IsCompletedSuccessfully);
    }

    /// <summary>Fails in another way each time.</summary>
    private sealed class FaultyBroker(QueueIntake intake, HandTime time) : QueueConsumer(new QueueOptions { Broker = "amqp://host" }, intake, time, NullLogger<QueueConsumer>.Instance)
    {
        private static readonly Exception[] Faults = [new TaskCanceledException(), new ArgumentException("no"), new IOException(), new OperationCanceledException(), new System.Security.Authentication.AuthenticationException(), new ObjectDisposedException("channel")];

        public List<DateTimeOffset> Tries { get; } = [];

        protected override Task<IConnection> ConnectAsync(CancellationToken cancellation)
        {
            Tries.Add(time.GetUtcNow());
            throw Faults[(Tries.Count - 1) % Faults.Length];
        }
    }
}
