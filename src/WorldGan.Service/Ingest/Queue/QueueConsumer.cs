using System.Text;
using System.Threading.Channels;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using WorldGan.Service.Operations;

namespace WorldGan.Service.Ingest.Queue;

/// <summary>
/// Reads the queue of a RabbitMQ broker. A message names its world in the header <c>world</c> and is acknowledged when it is on the disk. Whatever the broker does, it
/// is tried again, after 5 s at first and ever later: the service has more to do than this.
/// </summary>
internal class QueueConsumer(QueueOptions options, QueueIntake intake, TimeProvider time, ILogger<QueueConsumer> logger) : BackgroundService
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(5), Longest = TimeSpan.FromMinutes(1);
    private TimeSpan _wait = First;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (await ReadAsync(stoppingToken) is { } end) logger.QueueLost(options.Name, end);
            }
            catch (Exception) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)                                // the client has no one kind for what a broker does, and cancels its own waits when they take too long
            {
                logger.QueueLost(options.Name, e.Message);
            }

            await Task.Delay(_wait, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            _wait = _wait * 2 < Longest ? _wait * 2 : Longest;
        }
    }

    /// <summary>Connects to the broker.</summary>
    protected virtual Task<IConnection> ConnectAsync(CancellationToken cancellation) =>
        new ConnectionFactory { Uri = new Uri(options.Broker!), AutomaticRecoveryEnabled = false, ClientProvidedName = "worldgan" }.CreateConnectionAsync(cancellation);

    /// <summary>
    /// Reads until the connection is lost, the broker cancels the consumer, as when the queue is deleted, or a message cannot be written now: then closing the channel
    /// gives that one and all behind it back to the broker, in their order. So no step comes before the one that it follows.
    /// </summary>
    /// <returns>Why the broker has ended it; null where it has not.</returns>
    private async Task<string?> ReadAsync(CancellationToken stopping)
    {
        await using IConnection connection = await ConnectAsync(stopping);
        await using IChannel channel = await connection.CreateChannelAsync(cancellationToken: stopping);
        await channel.BasicQosAsync(0, (ushort)options.Prefetch, global: false, stopping);
        var begun = Channel.CreateUnbounded<(ulong Tag, QueueMessage Message)>();       // its bound is the prefetch
        channel.ChannelShutdownAsync += (_, _) => { begun.Writer.TryComplete(); return Task.CompletedTask; };
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.UnregisteredAsync += (_, _) => { begun.Writer.TryComplete(); return Task.CompletedTask; };       // the channel stays open then, and nothing comes any more
        consumer.ReceivedAsync += (_, delivered) =>
        {
            begun.Writer.TryWrite((delivered.DeliveryTag, intake.Begin(WorldOf(delivered.BasicProperties), delivered.BasicProperties.ContentType, delivered.Body.ToArray())));
            return Task.CompletedTask;
        };
        await channel.BasicConsumeAsync(options.Name, autoAck: false, consumer, stopping);
        logger.QueueRead(options.Name);
        _wait = First;
        await foreach ((ulong tag, QueueMessage message) in begun.Reader.ReadAllAsync(stopping))
        {
            if (await intake.SettleAsync(message) == Verdict.Redeliver) return null;
            await channel.BasicAckAsync(tag, multiple: false, stopping);
        }

        return channel.CloseReason?.ReplyText ?? "the broker delivers no more of it, most likely since the queue was deleted or is elsewhere now.";
    }

    private static string? WorldOf(IReadOnlyBasicProperties properties) =>
        properties.Headers?.TryGetValue("world", out object? value) == true ? value switch { byte[] utf8 => Encoding.UTF8.GetString(utf8), string text => text, _ => null } : null;
}
