using WorldGan.Service.Operations;

namespace WorldGan.Service.Hosting;

/// <summary>Turns what endpoints throw into answers. It stands before everything else, so that no caller sees a bare error.</summary>
internal sealed class ProblemFilter(ILogger<ProblemFilter> logger) : IEndpointFilter
{
    /// <inheritdoc/>
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        HttpContext http = context.HttpContext;
        try
        {
            return await next(context);
        }
        catch (Exception) when (http.RequestAborted.IsCancellationRequested)
        {
            return Results.Empty;                                  // nobody reads an answer
        }
        catch (Exception e)
        {
            if (Problem.Of(e) is not { } problem)
            {
                logger.RequestFailed(e, http.Request.Method, http.Request.Path);
                problem = ProblemException.Failed(e);
            }

            if (http.Response.HasStarted) throw;
            await Problem.WriteAsync(http, problem);
            return Results.Empty;
        }
    }
}
