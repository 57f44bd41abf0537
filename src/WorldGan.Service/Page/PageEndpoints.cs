using System.Reflection;
using WorldGan.Runs;
using WorldGan.Service.Security;
using WorldGan.Service.Training;

namespace WorldGan.Service.Page;

/// <summary>The page at <c>/</c>, and the picture of a training that it shows. The page itself says nothing of any world, so it needs no key: what it shows it asks for with its reader's.</summary>
internal static class PageEndpoints
{
    /// <summary>Nothing from elsewhere, no script but its own; pictures come as blobs, since their request has a key.</summary>
    private const string ContentPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' blob:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static readonly (string Path, string File, string ContentType)[] Files =
        [("/", "page.html", "text/html; charset=utf-8"), ("/page.css", "page.css", "text/css; charset=utf-8"), ("/page.js", "page.js", "text/javascript; charset=utf-8"), ("/favicon.svg", "favicon.svg", "image/svg+xml")];

    /// <summary>Maps the page.</summary>
    public static void MapPage(this IEndpointRouteBuilder routes)
    {
        foreach ((string path, string file, string contentType) in Files)
        {
            byte[] content = Read(file);
            routes.MapGet(path, (HttpContext context) =>
            {
                context.Response.Headers.ContentSecurityPolicy = ContentPolicy;
                context.Response.Headers.XContentTypeOptions = "nosniff";
                context.Response.Headers.CacheControl = "no-cache";
                context.Response.Headers["Referrer-Policy"] = "no-referrer";
                return TypedResults.Bytes(content, contentType);
            }).AllowAnonymous().ExcludeFromDescription();
        }

        routes.MapGet("/v1/worlds/{world}/jobs/{job}/curves", Curves).RequireAuthorization(Roles.Read).WithSummary("Losses and errors of a job so far, as a picture (SVG); 204 before the first.");
    }

    private static IResult Curves(string world, string job, IWorldCatalogue worlds, JobBook book) =>
        RunReport.DrawTraining(JobEndpoints.Find(world, job, worlds, book).Folder.Run) is { } svg ? TypedResults.Text(svg, "image/svg+xml") : TypedResults.NoContent();

    private static byte[] Read(string file)
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"{typeof(PageEndpoints).Namespace}.{file}") ?? throw new InvalidOperationException($"Expected '{file}' in the assembly, got none.");
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }
}
