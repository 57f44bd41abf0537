using System.Net;
using System.Runtime.CompilerServices;
using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using WorldGan.Service.Hosting;

namespace WorldGan.Service.Security;

/// <summary>
/// Tells who asks: by a key in <c>Authorization: Bearer</c>. Where there are no keys at all, whoever asks from this machine may do everything and nobody else
/// may do anything.
/// </summary>
internal sealed class ApiKeyHandler(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder, ApiKeys keys)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    /// <summary>The name of this way to tell.</summary>
    public const string SchemeName = "WorldGan";

    private const string Bearer = "Bearer ";

    /// <summary>Who asks is the same in every request of a key, so it is made once: a robot asks a thousand times a second.</summary>
    private static readonly ConditionalWeakTable<KeyEntry, Task<AuthenticateResult>> Known = [];

    private static readonly Task<AuthenticateResult> OnThisMachine = Success(name: null, Roles.Operate), Unknown = Task.FromResult(AuthenticateResult.NoResult());

    /// <inheritdoc/>
    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        string header = Request.Headers.Authorization.ToString();
        if (!keys.Any) return IsFromThisMachine(Context) ? OnThisMachine : Unknown;
        return header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) && keys.Find(header[Bearer.Length..].Trim()) is { } key ? Known.GetValue(key, known => Success(known.Name, known.Role)) : Unknown;
    }

    /// <inheritdoc/>
    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers.WWWAuthenticate = Bearer.Trim();
        return Problem.WriteAsync(Context, 401, keys.Any
            ? "Expected 'Authorization: Bearer' with a key of this service, got none or another."
            : "Expected a request from this machine, since the service has no keys, got one from elsewhere. 'worldgan key' makes a key.");
    }

    /// <inheritdoc/>
    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) =>
        Problem.WriteAsync(Context, 403, $"Expected a key that may do this, got one of role '{Context.User.FindFirstValue(ClaimTypes.Role)}'.");

    private static Task<AuthenticateResult> Success(string? name, string role)
    {
        var identity = new ClaimsIdentity([new Claim(ClaimTypes.Role, role)], SchemeName);
        if (name is not null) identity.AddClaim(new Claim(ClaimTypes.Name, name));
        return Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), SchemeName)));
    }

    /// <summary>A proxy here may speak for someone elsewhere, and a page from elsewhere may have had its name point here: neither counts.</summary>
    private static bool IsFromThisMachine(HttpContext context)
    {
        if (context.Connection.RemoteIpAddress is { } address && !IPAddress.IsLoopback(address)) return false;
        IHeaderDictionary headers = context.Request.Headers;
        if (headers.ContainsKey("Forwarded") || headers.ContainsKey("X-Forwarded-For") || headers.ContainsKey("X-Real-IP") || headers.ContainsKey("Via")) return false;
        return LocalAddress.IsLocalHost(context.Request.Host.Host);
    }
}
