using Microsoft.Extensions.Configuration;
using WorldGan.Service.Hosting;

namespace WorldGan.Service.Tests.Hosting;

public class ServiceConfigurationTests
{
    [Fact]
    public void Without_a_configuration_everything_has_its_default() => Assert.Equal(new ServiceOptions(), Read());

    [Fact]
    public void Keys_have_any_case_and_numbers_are_numbers()
    {
        ServiceOptions options = Read(("WORLDGAN:INGEST:MAXREQUESTBYTES", "2048"), ("WorldGan:data", "12345"), ("worldgan:Operations:OtlpEndpoint", "http://127.0.0.1:4317"));
        Assert.Equal(2048, options.Ingest.MaxRequestBytes);
        Assert.Equal("12345", options.Data);
        Assert.Equal("http://127.0.0.1:4317", options.Operations.OtlpEndpoint);
    }

    [Fact]
    public void Every_fault_is_listed_by_its_key_at_once()
    {
        var e = Assert.Throws<ArgumentException>(() => Read(
            ("WorldGan:Ingest:MaxRequestBytes", "7"), ("WorldGan:Ingest:MaxQueuedByte", "1"), ("WorldGan:Security:RequestsPerSecond", "many"), ("WorldGan:Nothing", "1")));
        Assert.Equal(
        [
            "WorldGan:ingest:maxQueuedByte: this key is not known. Did you mean 'maxQueuedBytes'?",
            "WorldGan:ingest:maxRequestBytes: expected a number of at least 1024 and of at most 1073741824, got 7.",
        ], e.Message.Split('\n').Order(StringComparer.Ordinal).Take(2));
        Assert.Equal(4, e.Message.Split('\n').Length);
    }

    [Theory]
    [InlineData("Ingest")]
    [InlineData("Acting")]
    public void Rules_over_several_options_are_checked(string section) =>
        Assert.Contains("expected at least maxRequestBytes", Assert.Throws<ArgumentException>(() => Read(($"WorldGan:{section}:MaxQueuedBytes", "2000"))).Message);

    [Theory]
    [InlineData("Operations:OtlpEndpoint", "collector")]
    [InlineData("Queue:Broker", "http://user:secret@host")]
    [InlineData("Queue:Broker", "amqp://secret:x:y/")]
    [InlineData("Queue:Broker", "amqp://host:99999/")]
    [InlineData("Queue:Broker", "amqp://user:pa:secret@host/")]
    [InlineData("Queue:Broker", "amqp://user:secret@host/a/b")]
    [InlineData("Operations:OtlpEndpoint", "http://host:99999")]
    [InlineData("Queue:Name", "")]
    [InlineData("Ingest:InboxSeconds", "0")]
    [InlineData("Operations:StopSeconds", "soon")]
    public void A_value_that_could_only_fail_later_fails_at_the_start(string key, string value)
    {
        string message = Assert.Throws<ArgumentException>(() => Read(("WorldGan:" + key, value))).Message;
        Assert.StartsWith("WorldGan:" + key, message, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("secret", message);
    }

    [Theory]
    [InlineData("amqp://host")]
    [InlineData("amqp://user:pa%3Ass@host/a%2Fb")]
    [InlineData("amqps://user@host:5671/")]
    public void An_address_of_a_broker_is_taken_as_the_client_takes_it(string address) => Assert.Equal(address, Read(("WorldGan:Queue:Broker", address)).Queue.Broker);

    [Fact]
    public void Options_that_a_program_makes_itself_are_checked_as_well()
    {
        var options = new ServiceOptions { Ingest = new() { MaxRequestBytes = 7 }, Gate = new() { Confidence = 2 } };
        string message = Assert.Throws<ArgumentException>(() => new Microsoft.Extensions.DependencyInjection.ServiceCollection().AddWorldGan(options)).Message;
        Assert.Contains("WorldGan:ingest:maxRequestBytes: expected a number of at least 1024", message, StringComparison.Ordinal);
        Assert.Contains("WorldGan:gate:confidence", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Addresses_and_certificates_that_are_wrong_are_listed_with_the_options()
    {
        string message = Assert.Throws<ArgumentException>(() => ServiceApplication.Build(
        [
            new("WorldGan:Data", "nowhere"), new("WorldGan:Gate:Confidence", "2"), new("urls", "http://0.0.0.0:5080"),
            new("Kestrel:Certificates:Default:Path", "no.pem"), new("Kestrel:Endpoints:Own:Url", "https://127.0.0.1:1"), new("Kestrel:Endpoints:Own:Certificate:Path", "none.pfx"),
        ])).Message;
        string[] faults = ["WorldGan:gate:confidence: ", "urls: expected an address of this machine", "Kestrel:Certificates:Default:Path: expected a file", "Kestrel:Endpoints:Own:Certificate:Path: expected a file"];
        Assert.Equal(faults.Length, message.Split('\n').Length);
        Assert.All(faults.Zip(message.Split('\n')), pair => Assert.StartsWith(pair.First, pair.Second, StringComparison.Ordinal));
    }

    [Fact]
    public void A_fault_does_not_show_the_value_of_another_option() =>
        Assert.DoesNotContain("secret", Assert.Throws<ArgumentException>(() => Read(("WorldGan:Data", "secret"), ("WorldGan:Nothing", "secret"))).Message);

    private static ServiceOptions Read(params (string Key, string Value)[] settings) =>
        ServiceConfiguration.Read(new ConfigurationBuilder().AddInMemoryCollection(settings.Select(s => new KeyValuePair<string, string?>(s.Key, s.Value))).Build());
}
