using System.IO.Pipelines;
using Microsoft.AspNetCore.Http.Features;

namespace WorldGan.Service.Hosting;

/// <summary>Reads over a body that no endpoint wants, up to a bound, before the endpoint does anything: else the server would go on receiving it after the answer.</summary>
/// <param name="options">The bounds.</param>
internal sealed class BodyBound(ServiceOptions options) : IEndpointFilter
{
    /// <summary>For the server, which also counts what stands between chunks: each endpoint has its own bound below.</summary>
    private readonly long _mostOfAll = 2L * Math.Max(options.Operations.MaxRequestBytes, Math.Max(options.Ingest.MaxRequestBytes, options.Acting.MaxRequestBytes));

    /// <inheritdoc/>
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        HttpContext http = context.HttpContext;
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } server) server.MaxRequestBodySize = _mostOfAll;
        bool mayHaveBody = http.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody ?? true;
        if (mayHaveBody && http.GetEndpoint()?.Metadata.GetMetadata<BoundsBody>() is null) await ReadOverAsync(http.Request);
        return await next(context);
    }

    /// <summary>A body is longer than allowed.</summary>
    /// <param name="longest">What is allowed, in bytes.</param>
    public static ProblemException TooLong(long longest) => new(413, $"Expected a body of at most {longest} bytes, got more.");

    private async Task ReadOverAsync(HttpRequest request)
    {
        int longest = options.Operations.MaxRequestBytes;
        if (request.ContentLength > longest) throw TooLong(longest);
        PipeReader reader = request.BodyReader;
        for (long length = 0; ;)
        {
            ReadResult read = await reader.ReadAsync(request.HttpContext.RequestAborted);
            length += read.Buffer.Length;
            reader.AdvanceTo(read.Buffer.End);
            if (length > longest) throw TooLong(longest);
            if (read.IsCompleted) return;
        }
    }
}

/// <summary>Marks an endpoint that reads its body, and bounds it itself.</summary>
internal sealed class BoundsBody;
