using System.Globalization;
using Microsoft.AspNetCore.Http.Features;
using WorldGan.Logs;
using WorldGan.Worlds.Json;

namespace WorldGan.Service.Hosting;

/// <summary>Answers that say what is wrong, as problem details (RFC 9457).</summary>
internal static class Problem
{
    /// <summary>What an exception is to its caller, or null where it is a fault of the service.</summary>
    public static ProblemException? Of(Exception exception) => exception switch
    {
        ProblemException problem => problem,
        BadHttpRequestException bad => new ProblemException(bad.StatusCode, bad.Message, bad),
        FaultyFileException or LogFormatException or InvalidDataException => new ProblemException(503, exception.Message, exception),        // a file of the service; what a caller sends wrong is told where it is read
        IOException or UnauthorizedAccessException => new ProblemException(503, exception.Message, exception) { RetryAfterSeconds = 10 },     // of the disk or the registry; those of a caller that went away end before
        _ => null,
    };

    /// <summary>Writes a problem as the answer.</summary>
    public static Task WriteAsync(HttpContext context, int status, string detail) => WriteAsync(context, new ProblemException(status, detail));

    /// <summary>Writes a problem as the answer.</summary>
    public static async Task WriteAsync(HttpContext context, ProblemException problem)
    {
        if (ServerWillClose(context, problem.Status)) context.Response.Headers.Connection = "close";          // else a client would send its next request there, and lose it
        if (problem.RetryAfterSeconds is { } seconds) context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        await TypedResults.Problem(problem.Message, statusCode: problem.Status, extensions: problem.Facts).ExecuteAsync(context);
    }

    // After an answer the server reads over the rest of a body as far as its own bound, and closes the connection where there is more.
    private static bool ServerWillClose(HttpContext context, int status)
    {
        if (HttpProtocol.IsHttp2(context.Request.Protocol) || HttpProtocol.IsHttp3(context.Request.Protocol)) return false;          // there a request ends alone
        return context.Request.ContentLength is { } length
            ? length > context.Features.Get<IHttpMaxRequestBodySizeFeature>()?.MaxRequestBodySize
            : status == StatusCodes.Status413PayloadTooLarge;
    }
}
