using System.IO.Pipelines;
using Microsoft.AspNetCore.Http.Features;
using WorldGan.Service.Operations;

namespace WorldGan.Service.Hosting;

/// <summary>Reads over a body that no endpoint wants, up to a bound, before the endpoint does anything: else the server would go on receiving it after the answer.</summary>
/// <param name="options">The bound.</param>
internal sealed class BodyBound(OperationsOptions options) : IEndpointFilter
{
    /// <inheritdoc/>
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        HttpContext http = context.HttpContext;
        bool mayHaveBody = http.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody ?? true;
        if (mayHaveBody && http.GetEndpoint()?.Metadata.GetMetadata<BoundsBody>() is null) await ReadOverAsync(http.Request);
        return await next(context);
    }

    /// <summary>A body is longer than allowed.</summary>
    /// <param name="longest">What is allowed, in bytes.</param>
    public static ProblemException TooLong(long longest) => new(413, $"Expected a body of at most {longest} bytes, got more.");

    private async Task ReadOverAsync(HttpRequest request)
    {
        if (request.ContentLength > options.MaxRequestBytes) throw TooLong(options.MaxRequestBytes);
        PipeReader reader = request.BodyReader;
        for (long length = 0; ;)
        {
            ReadResult read = await reader.ReadAsync(request.HttpContext.RequestAborted);
            length += read.Buffer.Length;
            reader.AdvanceTo(read.Buffer.End);
            if (length > options.MaxRequestBytes) throw TooLong(options.MaxRequestBytes);
            if (read.IsCompleted) return;
        }
    }
}

/// <summary>Marks an endpoint that reads its body, and bounds it itself.</summary>
internal sealed class BoundsBody;
