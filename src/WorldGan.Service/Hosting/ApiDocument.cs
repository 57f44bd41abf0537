using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace WorldGan.Service.Hosting;

/// <summary>What the OpenAPI document says beyond addresses and answers: bodies, refusals, keys, and words and numbers as they really come.</summary>
internal static class ApiDocument
{
    /// <summary>Adds the document at /openapi/v1.json.</summary>
    public static void AddTo(IServiceCollection services)
    {
        services.ConfigureHttpJsonOptions(json =>                  // of the document alone: every answer brings its own
        {
            json.SerializerOptions.NumberHandling = JsonNumberHandling.Strict;
            json.SerializerOptions.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false));
        });
        services.AddOpenApi(options => options.AddDocumentTransformer(Describe).AddOperationTransformer(AddRefusalAsync));
    }

    /// <summary>Tells what an endpoint reads. It checks and bounds its bodies itself, whatever their content type says, so this is no more than a description.</summary>
    /// <typeparam name="T">The body as JSON.</typeparam>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="otherForms">Content types of other forms.</param>
    public static RouteHandlerBuilder Takes<T>(this RouteHandlerBuilder endpoint, params string[] otherForms) => endpoint.WithMetadata(new BoundsBody()).AddOpenApiOperationTransformer(async (operation, context, cancellation) =>
    {
        var content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal) { ["application/json"] = new OpenApiMediaType { Schema = await context.GetOrCreateSchemaAsync(typeof(T), null, cancellation) } };
        foreach (string form in otherForms) content[form] = new OpenApiMediaType();
        operation.RequestBody = new OpenApiRequestBody { Required = true, Content = content };
    });

    private static Task Describe(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellation)
    {
        const string Key = "key";
        document.Info = new OpenApiInfo { Title = "WorldGan", Version = "v1", Description = "Takes in a robot's trajectories, trains on them, and answers it." };
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>(StringComparer.Ordinal);
        document.Components.SecuritySchemes[Key] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "A key that 'worldgan key' made. Where the service has none, requests from its own machine need none." };
        document.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Key, document)] = [] }, new OpenApiSecurityRequirement()];
        return Task.CompletedTask;
    }

    private static async Task AddRefusalAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellation)
    {
        operation.Responses ??= [];
        operation.Responses["default"] = new OpenApiResponse
        {
            Description = "Refused: problem details (RFC 9457), with where, expected and got in 'detail'.",
            Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal) { ["application/problem+json"] = new OpenApiMediaType { Schema = await context.GetOrCreateSchemaAsync(typeof(ProblemDetails), null, cancellation) } },
        };
    }
}
