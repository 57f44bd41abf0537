using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using WorldGan.Service.Acting;
using WorldGan.Service.Hosting;

namespace WorldGan.Service.Tests.Acting;

public class ActingBodiesTests(TrainedArm trained) : IClassFixture<TrainedArm>
{
    private const int Room = 200_000;

    /// <summary>A reader that takes a byte a minute would keep the whole of an answer in memory for days.</summary>
    [Fact]
    public async Task What_is_long_is_counted_until_it_is_read_and_who_does_not_read_it_is_cut_off()
    {
        var bodies = new ActingBodies(new ActingOptions { MaxQueuedBytes = Room });
        (HttpContext slow, _) = Connection();
        Task sending = bodies.SendAsync(slow, new byte[Room], "a/b", TimeSpan.FromMilliseconds(50));
        Assert.Equal(Room, bodies.Room.Bytes);
        Assert.Equal(429, (await Assert.ThrowsAsync<ProblemException>(() => bodies.SendAsync(Connection().Context, new byte[Room / 2], "a/b"))).Status);
        await bodies.SendAsync(Connection().Context, new byte[1000], "a/b");
        await sending.WaitAsync(Wait.Longest);
        Assert.True(slow.RequestAborted.IsCancellationRequested);
        Assert.Equal(0, bodies.Room.Bytes);
    }

    [Fact]
    public async Task An_answer_comes_whole_however_slowly_it_is_read()
    {
        var bodies = new ActingBodies(new ActingOptions { MaxQueuedBytes = Room });
        (HttpContext context, PipeReader reader) = Connection();
        byte[] answer = [.. Enumerable.Range(0, Room).Select(i => (byte)(i * 31))];
        Task sending = bodies.SendAsync(context, answer, "a/b");
        var got = new MemoryStream();
        var buffer = new byte[777];
        Stream stream = reader.AsStream();
        while (got.Length < Room) got.Write(buffer, 0, await stream.ReadAsync(buffer));
        await sending.WaitAsync(Wait.Longest);
        Assert.Equal(answer, got.ToArray());
        Assert.Equal(("a/b", Room, false), (context.Response.ContentType, context.Response.ContentLength, context.RequestAborted.IsCancellationRequested));
    }

    [Fact]
    public async Task Long_answers_that_nobody_reads_are_bounded()
    {
        await using ServedArm arm = await ServedArm.StartAsync(settings: ["urls=http://127.0.0.1:0", "WorldGan:Acting:MaxQueuedBytes=100000", "WorldGan:Acting:MaxRequestBytes=65536"]);
        await arm.PublishAsync(trained.Run, "a");
        BodyRoom room = arm.Service.Services.GetRequiredService<ActingBodies>().Room;
        using (HttpResponseMessage first = await AskAsync(arm))
        {
            Assert.Equal(200, (int)first.StatusCode);
            Assert.Equal(first.Content.Headers.ContentLength, room.Bytes);
            using HttpResponseMessage second = await AskAsync(arm);
            Assert.Equal(429, (int)second.StatusCode);
            Assert.NotEmpty(await first.Content.ReadAsByteArrayAsync());
            await Wait.UntilAsync(() => room.Bytes == 0);
        }

        using HttpResponseMessage third = await AskAsync(arm);
        Assert.Equal(200, (int)third.StatusCode);
    }

    /// <summary>Rollouts of some megabytes, more than sockets hold; no more than the head of the answer is read.</summary>
    private static async Task<HttpResponseMessage> AskAsync(ServedArm arm)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/worlds/arm/simulate") { Content = RunningService.Content("{\"futures\":20000,\"horizon\":40}"u8.ToArray(), "application/json") };
        request.Headers.Add("Accept", "application/msgpack");
        return await arm.Service.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    private static (HttpContext Context, PipeReader Reader) Connection()
    {
        var pipe = new Pipe();
        var context = new DefaultHttpContext();
        context.Features.Set<IHttpRequestLifetimeFeature>(new Lifetime());
        context.Features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(pipe.Writer.AsStream()));
        return (context, pipe.Reader);
    }

    private sealed class Lifetime : IHttpRequestLifetimeFeature
    {
        private readonly CancellationTokenSource _aborted = new();

        public CancellationToken RequestAborted
        {
            get => _aborted.Token;
            set => throw new NotSupportedException();
        }

        public void Abort() => _aborted.Cancel();
    }
}
