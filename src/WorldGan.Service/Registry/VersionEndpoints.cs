using WorldGan.Service.Hosting;
using WorldGan.Service.Ingest;
using WorldGan.Service.Operations;
using WorldGan.Service.Security;

namespace WorldGan.Service.Registry;

/// <summary>Versions over HTTP.</summary>
internal static class VersionEndpoints
{
    /// <summary>Maps the endpoints of this folder.</summary>
    public static void MapVersions(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/worlds/{world}/versions", List).RequireAuthorization(Roles.Read).WithSummary("The versions of a world with their scores, newest first.").Produces<VersionsAnswer>();
        routes.MapGet("/v1/worlds/{world}/versions/{number:int}", Get).RequireAuthorization(Roles.Read).WithSummary("One version.").Produces<VersionAnswer>();
        routes.MapPost("/v1/worlds/{world}/versions/{number:int}/promote", Promote).RequireAuthorization(Roles.Operate).WithSummary("Publishes a version, whatever the gate said.").Produces<VersionAnswer>();
        routes.MapPost("/v1/worlds/{world}/rollback", RollBack).RequireAuthorization(Roles.Operate).WithSummary("Publishes the version that was published before the current one.").Produces<VersionAnswer>();
    }

    private static async Task<IResult> List(string world, IWorldCatalogue worlds, IVersionRegistry registry, CancellationToken cancellation)
    {
        HostedWorld hosted = worlds.Require(world);
        VersionList list = await registry.ListAsync(hosted.Name, cancellation);
        var versions = new List<VersionAnswer>();
        foreach (VersionDescription version in list.Versions.Reverse()) versions.Add(await AnswerAsync(hosted, registry, list, version, cancellation));
        return TypedResults.Json(new VersionsAnswer(list.Published.Current(), versions), RegistryJson.Default.VersionsAnswer);
    }

    private static async Task<IResult> Get(string world, int number, IWorldCatalogue worlds, IVersionRegistry registry, CancellationToken cancellation) =>
        await OneAsync(worlds.Require(world), number, registry, cancellation);

    private static async Task<IResult> Promote(string world, int number, IWorldCatalogue worlds, IVersionRegistry registry, TimeProvider time, ILogger<IVersionRegistry> log, CancellationToken cancellation)
    {
        HostedWorld hosted = worlds.Require(world);
        int? current = (await registry.ListAsync(hosted.Name, cancellation)).Published.Current();
        if (current != number)
        {
            if (!await registry.PublishAsync(hosted.Name, new Publication(number, time.GetUtcNow(), Publication.Operator), current, cancellation)) await RefuseAsync(hosted, number, registry, cancellation);
            log.VersionPromoted(world, number);
        }

        return await OneAsync(hosted, number, registry, cancellation);
    }

    private static async Task<IResult> RollBack(string world, IWorldCatalogue worlds, IVersionRegistry registry, ILogger<IVersionRegistry> log, CancellationToken cancellation)
    {
        HostedWorld hosted = worlds.Require(world);
        PublicationStack stack = (await registry.ListAsync(hosted.Name, cancellation)).Published;
        if (stack.Current() is not { } current || !await registry.RollBackAsync(hosted.Name, current, cancellation))
            throw new ProblemException(409, $"World '{world}': expected a version that was published before the current one, got none.");
        log.VersionRolledBack(world, current);
        return await OneAsync(hosted, stack.RolledBack().Current()!.Value, registry, cancellation);
    }

    private static async Task RefuseAsync(HostedWorld hosted, int number, IVersionRegistry registry, CancellationToken cancellation)
    {
        if ((await registry.ListAsync(hosted.Name, cancellation)).Find(number) is null) throw Missing(hosted, number);
        throw new ProblemException(409, $"World '{hosted.Name}': another version was published just now. Look, and ask again.");
    }

    private static async Task<IResult> OneAsync(HostedWorld hosted, int number, IVersionRegistry registry, CancellationToken cancellation)
    {
        VersionList list = await registry.ListAsync(hosted.Name, cancellation);
        VersionDescription version = list.Find(number) ?? throw Missing(hosted, number);
        return TypedResults.Json(await AnswerAsync(hosted, registry, list, version, cancellation), RegistryJson.Default.VersionAnswer);
    }

    private static async Task<VersionAnswer> AnswerAsync(HostedWorld hosted, IVersionRegistry registry, VersionList list, VersionDescription version, CancellationToken cancellation) =>
        VersionAnswer.Of(version, list.StateOf(version.Number), await registry.ScoresAsync(hosted.Name, version.Number, cancellation));

    private static ProblemException Missing(HostedWorld hosted, int number) =>
        new(404, $"World '{hosted.Name}': expected one of its versions, got {number}. GET /v1/worlds/{hosted.Name}/versions lists them.");
}
