using System.Text.Json;
using WorldGan.Service.Hosting;
using WorldGan.Service.Operations;
using WorldGan.Service.Security;
using WorldGan.Worlds;

namespace WorldGan.Service.Ingest;

/// <summary>Worlds and their trajectories over HTTP.</summary>
internal static class IngestEndpoints
{
    /// <summary>Maps the endpoints of this folder.</summary>
    public static void MapIngest(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/worlds", List).RequireAuthorization(Roles.Read).WithSummary("The worlds of the service.").Produces<IReadOnlyList<WorldSummary>>();
        routes.MapGet("/v1/worlds/{world}", Describe).RequireAuthorization(Roles.Read).WithSummary("The world.json of a world.");
        routes.MapPut("/v1/worlds/{world}", Add).RequireAuthorization(Roles.Operate).WithSummary("Adds a world; the body is its world.json.").Takes<JsonElement>().Produces<WorldSummary>().Produces<WorldSummary>(201);
        routes.MapPost("/v1/worlds/{world}/trajectories", Append).RequireAuthorization(Roles.Ingest)
            .WithSummary("Takes in steps: an array of steps as JSON, JSON lines, a .wglog or a table. Answers when they are on the disk; steps that are there already are not taken twice.")
            .Takes<SentStep[]>("application/x-ndjson", "application/msgpack", "text/csv").Produces<Receipt>();
    }

    private static IResult List(IWorldCatalogue worlds) => Json([.. worlds.All.Select(WorldSummary.Of)]);

    private static IResult Describe(string world, IWorldCatalogue worlds) => TypedResults.Bytes(WorldSpecFile.Format(worlds.Require(world).Spec), "application/json");

    private static async Task<IResult> Add(string world, HttpRequest request, WorldCatalogue worlds, OperationsOptions options)
    {
        WorldName name = ParseName(world);
        ArraySegment<byte> body = await RequestBody.ReadAsync(request, options.MaxRequestBytes, _ => BodyBound.TooLong(options.MaxRequestBytes));
        bool added = worlds.Add(name, [.. body]);
        return TypedResults.Json(WorldSummary.Of(worlds.Find(name)!), IngestJson.Default.WorldSummary, statusCode: added ? 201 : 200);
    }

    private static async Task<IResult> Append(string world, HttpRequest request, IWorldCatalogue worlds, IngestGate gate, IngestOptions options, IngestMetrics metrics)
    {
        HostedWorld hosted = worlds.Require(world);
        try
        {
            using BodyRoom.Place inside = gate.Begin();
            ArraySegment<byte> body = await RequestBody.ReadAsync(request, options.MaxRequestBytes, gate.TooLong, inside);
            Receipt receipt = await hosted.Log.AppendAsync(TrajectoryReader.Read(request.ContentType, body, hosted.Spec));
            metrics.Add(hosted.Name, receipt);
            return TypedResults.Json(receipt, IngestJson.Default.Receipt);
        }
        catch (ProblemException e)
        {
            metrics.Refuse(hosted.Name, e.Status);
            throw;
        }
    }

    private static IResult Json(IReadOnlyList<WorldSummary> worlds) => TypedResults.Json(worlds, IngestJson.Default.IReadOnlyListWorldSummary);

    private static WorldName ParseName(string world) => WorldName.TryParse(world, out WorldName name)
        ? name
        : throw new ProblemException(404, "Expected the name of a world, 1 to 64 of a-z, 0-9 and '-', got another.");

    /// <summary>The world of an address.</summary>
    /// <exception cref="ProblemException">There is none of this name (404).</exception>
    public static HostedWorld Require(this IWorldCatalogue worlds, string world) =>
        worlds.Find(ParseName(world)) ?? throw new ProblemException(404, $"Expected one of the worlds of this service, got '{world}'. GET /v1/worlds lists them; PUT /v1/worlds/{world} adds it.");
}
