using System.Text.Json;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using WorldGan.Service.Security;

namespace WorldGan.Service.Operations;

/// <summary>How the service is.</summary>
internal static class OperationsEndpoints
{
    /// <summary>Maps health and metrics. Health needs no key: without one it says nothing but how the service is, and with one also why.</summary>
    public static void MapOperations(this IEndpointRouteBuilder routes)
    {
        routes.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false, ResponseWriter = WriteAsync });
        routes.MapHealthChecks("/health/ready", new HealthCheckOptions { ResponseWriter = WriteAsync });
        routes.MapGet("/metrics", (PrometheusText metrics) => TypedResults.Text(metrics.Write(), "text/plain; version=0.0.4; charset=utf-8")).RequireAuthorization(Roles.Read).ExcludeFromDescription();
    }

    private static async Task WriteAsync(HttpContext context, HealthReport report)
    {
        context.Response.ContentType = "application/json";
        await using var json = new Utf8JsonWriter(context.Response.BodyWriter);
        json.WriteStartObject();
        json.WriteString("status", WordOf(report.Status));
        json.WriteStartObject("parts");
        foreach ((string name, HealthReportEntry part) in report.Entries)
        {
            json.WriteStartObject(name);
            json.WriteString("status", WordOf(part.Status));
            if (part.Description is { } description && context.User.Identity?.IsAuthenticated == true) json.WriteString("description", description);
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static string WordOf(HealthStatus status) => status.ToString().ToLowerInvariant();
}
