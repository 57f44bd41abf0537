using RabbitMQ.Client;
using WorldGan.Service.Hosting;

namespace WorldGan.Service.Ingest.Queue;

/// <summary>An option that is the address of a broker; or null. What the client would refuse it refuses at the start, since the client shows the password then.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class BrokerAddressAttribute() : AddressAttribute("amqp://user:password@host:5672/virtual-host, with %3A, %40 and %2F for ':', '@' and '/' within a part", "amqp", "amqps")
{
    /// <inheritdoc/>
    public override bool IsValid(object? value)
    {
        if (value is not string text || !base.IsValid(value)) return value is null;
        try
        {
            _ = new ConnectionFactory { Uri = new Uri(text) };
            return true;
        }
        catch (Exception e) when (e is ArgumentException or FormatException)
        {
            return false;
        }
    }
}
