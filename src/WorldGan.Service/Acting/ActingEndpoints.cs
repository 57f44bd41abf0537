using System.Text;
using WorldGan.Logs;
using WorldGan.Reporting;
using WorldGan.Rollouts;
using WorldGan.Service.Hosting;
using WorldGan.Service.Ingest;
using WorldGan.Service.Security;

namespace WorldGan.Service.Acting;

/// <summary>Actions, simulations and forecasts over HTTP.</summary>
internal static class ActingEndpoints
{
    private const string MessagePack = "application/msgpack", Picture = "image/svg+xml";

    /// <summary>Maps the endpoints of this folder.</summary>
    public static void MapActing(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/v1/worlds/{world}/act", Act).RequireAuthorization(Roles.Read).WithSummary("Answers states with actions: {\"states\":[[…]]}.").Takes<AskedStates>().Produces<GivenActions>();
        routes.MapPost("/v1/worlds/{world}/simulate", Simulate).RequireAuthorization(Roles.Read)
            .WithSummary("Imagines futures; Accept: application/msgpack gives the rollouts themselves as a .wglog, image/svg+xml a picture of them.").Takes<FutureQuestion>().Produces<SimulationAnswer>();
        routes.MapPost("/v1/worlds/{world}/forecast", Forecast).RequireAuthorization(Roles.Read).WithSummary("The probability of an event.").Takes<FutureQuestion>().Produces<ForecastAnswer>();
        routes.MapSteps();
    }

    private static async Task Act(string world, HttpContext context, IWorldCatalogue worlds, ActingWorlds acting, ActDesks desks, ActingBodies bodies, ActMetrics metrics)
    {
        ActingWorld asked = acting.Of(worlds.Require(world));
        ActDesk desk = desks.Take();
        try
        {
            ReadOnlyMemory<byte> answer = await bodies.ReadAsync(context, body =>
            {
                long begun = metrics.Now();
                ReadOnlyMemory<byte> found = desk.Answer(body, asked);
                metrics.Answered(asked.Hosted.Name, begun);
                return found;
            });
            await bodies.SendAsync(context, answer, "application/json");
        }
        finally
        {
            desks.Return(desk);
        }
    }

    private static async Task Simulate(string world, HttpContext context, IWorldCatalogue worlds, ActingWorlds acting, FutureQueue queue, ActingBodies bodies, ActingOptions options)
    {
        Imagination imagination = await ReadAsync(world, context, worlds, acting, bodies, options);
        if (imagination.Event is not null) throw new ProblemException(400, "event: expected a question without one, got one. POST …/forecast takes events.");
        if (Accepts(Picture)) await bodies.SendAsync(context, await RunAsync(futures => Encoding.UTF8.GetBytes(RolloutChart.Draw(futures))), Picture + "; charset=utf-8");
        else if (Accepts(MessagePack)) await bodies.SendAsync(context, await RunAsync(Record), MessagePack);
        else await bodies.SendAsync(context, await RunAsync(imagination.Describe), ActingJson.Default.SimulationAnswer);

        Task<T> RunAsync<T>(Func<RolloutBatch, T> describe) => queue.RunAsync(() => describe(imagination.Run(context.RequestAborted)), context.RequestAborted);
        bool Accepts(string form) => context.Request.Headers.Accept.ToString().Contains(form, StringComparison.OrdinalIgnoreCase);
    }

    private static async Task Forecast(string world, HttpContext context, IWorldCatalogue worlds, ActingWorlds acting, FutureQueue queue, ActingBodies bodies, ActingOptions options)
    {
        Imagination imagination = await ReadAsync(world, context, worlds, acting, bodies, options);
        if (imagination.Event is null) throw new ProblemException(400, "event: expected a condition such as 'abs(angle) > 0.2', got none.");
        ForecastAnswer answer = await queue.RunAsync(() => imagination.Count(imagination.Run(context.RequestAborted)), context.RequestAborted);
        await bodies.SendAsync(context, answer, ActingJson.Default.ForecastAnswer);
    }

    private static async Task<Imagination> ReadAsync(string world, HttpContext context, IWorldCatalogue worlds, ActingWorlds acting, ActingBodies bodies, ActingOptions options)
    {
        ActingWorld asked = acting.Of(worlds.Require(world));
        FutureQuestion question = await bodies.ReadAsync(context, ActingJson.Default.FutureQuestion, "starts, version, plan, horizon, within, futures, seed and event");
        LoadedVersion version = await asked.OpenAsync(question.Version, context.RequestAborted);
        return new Imagination(question, version, options);
    }

    private static byte[] Record(RolloutBatch futures)
    {
        using var stream = new MemoryStream();
        using (LogWriter log = LogFile.Create(stream, futures.Spec.AsRecorded()))
            foreach (Episode episode in RolloutLog.Episodes(futures)) log.Write(episode);
        return stream.ToArray();
    }
}
