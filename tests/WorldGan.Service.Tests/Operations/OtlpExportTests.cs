using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace WorldGan.Service.Tests.Operations;

public class OtlpExportTests
{
    /// <summary>A collector as small as can be: it takes what is posted (gRPC, a request of protobuf) and says that all is well.</summary>
    [Fact]
    public async Task What_is_measured_goes_to_the_collector_at_the_latest_with_the_stop()
    {
        var posted = new TaskCompletionSource<(string Path, string? Type, byte[] Body)>(TaskCreationOptions.RunContinuationsAsynchronously);
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0").ConfigureKestrel(server => server.ConfigureEndpointDefaults(endpoint => endpoint.Protocols = HttpProtocols.Http2));
        await using WebApplication collector = builder.Build();
        collector.Run(async context =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            posted.TrySetResult((context.Request.Path, context.Request.ContentType, body.ToArray()));
            context.Response.ContentType = "application/grpc";
            context.Response.AppendTrailer("grpc-status", "0");
            await context.Response.Body.WriteAsync(new byte[5]);   // an answer of no bytes, not compressed
        });
        await collector.StartAsync();
        await using (RunningService service = await RunningService.StartAsync(null, null, $"WorldGan:Operations:OtlpEndpoint={collector.Urls.Single()}"))
            (await service.PostAsync("/v1/worlds/arm/trajectories", SmallWorld.ToJson(SmallWorld.Steps("a", 0, 5)))).Is(200);

        (string path, string? type, byte[] bytes) = await posted.Task;
        Assert.Equal(("/opentelemetry.proto.collector.metrics.v1.MetricsService/Export", "application/grpc"), (path, type));
        string text = Encoding.Latin1.GetString(bytes);
        Assert.All(["worldgan.ingest.steps", "dotnet.gc.collections"], name => Assert.Contains(name, text, StringComparison.Ordinal));
    }
}
