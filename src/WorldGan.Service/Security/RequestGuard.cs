using WorldGan.Service.Hosting;

namespace WorldGan.Service.Security;

/// <summary>What every request must be like, whatever it asks for.</summary>
internal sealed class RequestGuard(RequestRates rates) : IEndpointFilter
{
    /// <inheritdoc/>
    public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        HttpContext http = context.HttpContext;
        if (IsFromAnotherSite(http.Request)) throw new ProblemException(403, "Expected a request of a program or of this service's own page, got one of a page from elsewhere.");
        if (http.User.Identity?.Name is { } key && !rates.TryTake(key)) throw new ProblemException(429, $"Expected fewer requests with the key '{key}'.") { RetryAfterSeconds = 1 };
        return next(context);
    }

    /// <summary>A browser names the page whose script asks. No key is needed on this machine, so a page from elsewhere must not ask in its user's name.</summary>
    private static bool IsFromAnotherSite(HttpRequest request)
    {
        string origin = request.Headers.Origin.ToString();
        return origin.Length > 0 && !(Uri.TryCreate(origin, UriKind.Absolute, out Uri? uri) && uri.Authority.Equals(request.Host.Value, StringComparison.OrdinalIgnoreCase));
    }
}
