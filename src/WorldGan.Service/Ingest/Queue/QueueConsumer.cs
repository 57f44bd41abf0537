using System.Text;
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
            catch (Exception e) when (e is BrokerUnreachableException or OperationInterruptedException or AlreadyClosedException or IOException)
            {
                logger.QueueLost(options.Name, e.Message);
            }

            await Task.Delay(BetweenTries, time, stoppingToken);
        }
    }

    /// <summary>Reads until the connection is lost.</summary>
    private async Task ReadAsync(CancellationToken stopping)
    {
        var factory = new ConnectionFactory { Uri = new Uri(options.Broker!), AutomaticRecoveryEnabled = false, ClientProvidedName = "worldgan" };
        await using IConnection connection = await factory.CreateConnectionAsync(stopping);
        await using IChannel channel = await connection.CreateChannelAsync(new CreateChannelOptions(publisherConfirmationsEnabled: false, publisherConfirmationTrackingEnabled: false, consumerDispatchConcurrency: (ushort)options.Prefetch), stopping);
        await channel.BasicQosAsync(0, (ushort)options.Prefetch, global: false, stopping);
        var lost = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        channel.ChannelShutdownAsync += (_, _) => { lost.TrySetResult(); return Task.CompletedTask; };
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += (_, message) => TakeAsync(channel, message, stopping);
        await channel.BasicConsumeAsync(options.Name, autoAck: false, consumer, stopping);
        logger.QueueRead(options.Name);
        await lost.Task.WaitAsync(stopping);
    }

    private async Task TakeAsync(IChannel channel, BasicDeliverEventArgs message, CancellationToken stopping)
    {
        Verdict verdict = await intake.TakeAsync(WorldOf(message.BasicProperties), message.BasicProperties.ContentType, message.Body);
        if (verdict == Verdict.Acknowledge)
        {
            await channel.BasicAckAsync(message.DeliveryTag, multiple: false, stopping);
            return;
        }

        await Task.Delay(BetweenTries, time, stopping);              // so that a full disk does not make it run in circles
        await channel.BasicNackAsync(message.DeliveryTag, multiple: false, requeue: true, stopping);
    }

    private static string? WorldOf(IReadOnlyBasicProperties properties) =>
        properties.Headers?.TryGetValue("world", out object? value) == true ? value switch { byte[] utf8 => Encoding.UTF8.GetString(utf8), string text => text, _ => null } : null;
}
