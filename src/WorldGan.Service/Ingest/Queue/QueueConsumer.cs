using System.Net.Sockets;
using System.Text;
using System.Threading.Channels;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using RabbitMQ.Client.Exceptions;
using WorldGan.Service.Operations;

namespace WorldGan.Service.Ingest.Queue;

/// <summary>Reads the queue of a RabbitMQ broker. A message names its world in the header <c>world</c> and is acknowledged when it is on the disk.</summary>
internal sealed class QueueConsumer(QueueOptions options, QueueIntake intake, TimeProvider time, ILogger<QueueConsumer> logger) : BackgroundService
{
    private static readonly TimeSpan BetweenTries = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await ReadAsync(stoppingToken);
            }
            catch (Exception e) when (e is RabbitMQClientException or TimeoutException or SocketException or IOException)
            {
                logger.QueueLost(options.Name, e.Message);
            }

            await Task.Delay(BetweenTries, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>
    /// Reads until the connection is lost, or until a message cannot be written now: then closing the channel gives that one and all behind it back to the broker,
    /// in their order. So no step comes before the one that it follows.
    /// </summary>
    private async Task ReadAsync(CancellationToken stopping)
    {
        var factory = new ConnectionFactory { Uri = new Uri(options.Broker!), AutomaticRecoveryEnabled = false, ClientProvidedName = "worldgan" };
        await using IConnection connection = await factory.CreateConnectionAsync(stopping);
        await using IChannel channel = await connection.CreateChannelAsync(cancellationToken: stopping);
        await channel.BasicQosAsync(0, (ushort)options.Prefetch, global: false, stopping);
        var begun = Channel.CreateUnbounded<(ulong Tag, QueueMessage Message)>();       // its bound is the prefetch
        channel.ChannelShutdownAsync += (_, _) => { begun.Writer.TryComplete(); return Task.CompletedTask; };
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += (_, delivered) =>
        {
            begun.Writer.TryWrite((delivered.DeliveryTag, intake.Begin(WorldOf(delivered.BasicProperties), delivered.BasicProperties.ContentType, delivered.Body.ToArray())));
            return Task.CompletedTask;
        };
        await channel.BasicConsumeAsync(options.Name, autoAck: false, consumer, stopping);
        logger.QueueRead(options.Name);
        await foreach ((ulong tag, QueueMessage message) in begun.Reader.ReadAllAsync(stopping))
        {
            if (await intake.SettleAsync(message) == Verdict.Redeliver) return;
            await channel.BasicAckAsync(tag, multiple: false, stopping);
        }
    }

    private static string? WorldOf(IReadOnlyBasicProperties properties) =>
        properties.Headers?.TryGetValue("world", out object? value) == true ? value switch { byte[] utf8 => Encoding.UTF8.GetString(utf8), string text => text, _ => null } : null;
}
