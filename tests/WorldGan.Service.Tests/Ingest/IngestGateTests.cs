using Microsoft.AspNetCore.Http;
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

    /// <summary>What somebody only announces, or sends by the byte, keeps nobody else out.</summary>
    [Fact]
    public void A_body_that_is_still_to_come_takes_room_as_it_comes()
    {
        var gate = new IngestGate(Options);
        using BodyRoom.Place slow = gate.Begin();
        Assert.Equal(4096, gate.Bytes);
        slow.GrowTo(10_000);
        slow.GrowTo(5_000);
        Assert.Equal(10_000, gate.Bytes);
        IDisposable other = gate.Enter(10_000);
        Assert.Equal(429, Assert.Throws<ProblemException>(() => slow.GrowTo(10_001)).Status);
        Assert.Equal(20_000, gate.Bytes);
        other.Dispose();
        slow.GrowTo(10_001);
        slow.Dispose();
        Assert.Equal(0, gate.Bytes);
    }

    /// <summary>Somebody who sends on as slowly as is allowed, for hours.</summary>
    [Fact]
    public async Task A_body_that_takes_too_long_is_given_up()
    {
        var context = new DefaultHttpContext();
        context.Request.Body = new System.IO.Pipelines.Pipe().Reader.AsStream();
        Task<ArraySegment<byte>> reading = RequestBody.ReadAsync(context.Request, 1000, _ => new InvalidOperationException(), patience: TimeSpan.FromMilliseconds(1));
        Assert.Equal(408, (await Assert.ThrowsAsync<ProblemException>(() => reading.WaitAsync(Wait.Longest))).Status);
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
