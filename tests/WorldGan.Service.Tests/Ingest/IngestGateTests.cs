using WorldGan.Service.Hosting;
using WorldGan.Service.Ingest;

namespace WorldGan.Service.Tests.Ingest;

public class IngestGateTests
{
    private static readonly IngestOptions Options = new() { MaxRequestBytes = 10_000, MaxQueuedBytes = 20_000 };

    [Fact]
    public void Bodies_are_let_in_while_there_is_room_and_again_when_one_is_out()
    {
        var gate = new IngestGate(Options);
        IDisposable first = gate.Enter(10_000), second = gate.Enter(10_000);
        ProblemException refused = Assert.Throws<ProblemException>(() => gate.Enter(1));
        Assert.Equal((429, 1), (refused.Status, refused.RetryAfterSeconds));
        Assert.Equal(20_000, gate.Bytes);
        first.Dispose();
        gate.Enter(10_000).Dispose();
        second.Dispose();
        Assert.Equal(0, gate.Bytes);
    }

    [Fact]
    public void A_body_of_unknown_length_counts_as_the_longest()
    {
        var gate = new IngestGate(Options);
        using IDisposable inside = gate.Enter(null);
        Assert.Equal(10_000, gate.Bytes);
    }

    [Fact]
    public void Many_tiny_bodies_are_bounded_too()
    {
        var gate = new IngestGate(Options);
        for (int i = 0; i < 4; i++) gate.Enter(1);
        Assert.Throws<ProblemException>(() => gate.Enter(1));
    }

    [Fact]
    public void A_body_that_is_too_long_is_not_a_matter_of_room() =>
        Assert.Equal(413, Assert.Throws<ProblemException>(() => new IngestGate(Options).Enter(10_001)).Status);
}
