using Microsoft.AspNetCore.Authorization;

namespace WorldGan.Service.Security;

/// <summary>What a caller may do. Each is the name of an authorisation policy; whoever may operate may do everything, and whoever may send in data may read.</summary>
internal static class Roles
{
    /// <summary>To ask for actions, forecasts and lists.</summary>
    public const string Read = "read";

    /// <summary>To send in trajectories.</summary>
    public const string Ingest = "ingest";

    /// <summary>To add worlds, start and cancel jobs, promote and roll back.</summary>
    public const string Operate = "operate";

    private static readonly string[] LeastFirst = [Read, Ingest, Operate];

    /// <summary>Adds the policies.</summary>
    public static void AddTo(AuthorizationOptions policies)
    {
        for (int i = 0; i < LeastFirst.Length; i++)
        {
            string[] enough = LeastFirst[i..];
            policies.AddPolicy(LeastFirst[i], policy => policy.AddAuthenticationSchemes(ApiKeyHandler.SchemeName).RequireRole(enough));
        }
    }
}
