using System.ComponentModel.DataAnnotations;

namespace WorldGan.Service.Ingest.Queue;

/// <summary>A RabbitMQ queue that trajectories come from.</summary>
public sealed record QueueOptions
{
    /// <summary>Where the broker is, such as <c>amqp://user:password@host:5672/</c>; none by default, and then no queue is read.</summary>
    [BrokerAddress]
    public string? Broker { get; init; }

    /// <summary>Name of the queue, which must be there.</summary>
    [MinLength(1, ErrorMessage = "expected the name of a queue.")]
    public string Name { get; init; } = "worldgan";

    /// <summary>Messages that may be on their way to the disk at once, 1 to 1000: they are flushed together.</summary>
    [Range(1, 1000)]
    public int Prefetch { get; init; } = 64;
}
