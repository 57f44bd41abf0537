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

    private static async Task Act(string world, HttpContext context, IWorldCatalogue worlds, ActingWorlds acting, ActDesks desks, QuestionBody questions, ActMetrics metrics)
    {
        ActingWorld asked = acting.Of(worlds.Require(world));
        ActDesk desk = desks.Take();
        try
        {
            ReadOnlyMemory<byte> answer = await questions.ReadAsync(context, body =>
            {
                long begun = metrics.Now();
                ReadOnlyMemory<byte> found = desk.Answer(body, asked);
                metrics.Answered(asked.Hosted.Name, begun);
                return found;
            });
            context.Response.ContentType = "application/json";
            context.Response.ContentLength = answer.Length;
            await context.Response.BodyWriter.WriteAsync(answer, context.RequestAborted);
        }
        finally
        {
            desks.Return(desk);
        }
    }

    private static async Task<IResult> Simulate(string world, HttpContext context, IWorldCatalogue worlds, ActingWorlds acting, FutureQueue queue, QuestionBody questions, ActingOptions options)
    {
        Imagination imagination = await ReadAsync(world, context, worlds, acting, questions, options);
        if (imagination.Event is not null) throw new ProblemException(400, "event: expected a question without one, got one. POST …/forecast takes events.");
        if (Accepts(Picture)) return TypedResults.Text(await queue.RunAsync(() => RolloutChart.Draw(imagination.Run(context.RequestAborted)), context.RequestAborted), Picture);
        if (Accepts(MessagePack))
            return TypedResults.Bytes(await queue.RunAsync(() => Record(imagination.Run(context.RequestAborted)), context.RequestAborted), MessagePack);
        SimulationAnswer answer = await queue.RunAsync(() => imagination.Describe(imagination.Run(context.RequestAborted)), context.RequestAborted);
        return TypedResults.Json(answer, ActingJson.Default.SimulationAnswer);

        bool Accepts(string form) => context.Request.Headers.Accept.ToString().Contains(form, StringComparison.OrdinalIgnoreCase);
    }

    private static async Task<IResult> Forecast(string world, HttpContext context, IWorldCatalogue worlds, ActingWorlds acting, FutureQueue queue, QuestionBody questions, ActingOptions options)
    {
        Imagination imagination = await ReadAsync(world, context, worlds, acting, questions, options);
        if (imagination.Event is null) throw new ProblemException(400, "event: expected a condition such as 'abs(angle) > 0.2', got none.");
        ForecastAnswer answer = await queue.RunAsync(() => imagination.Count(imagination.Run(context.RequestAborted)), context.RequestAborted);
        return TypedResults.Json(answer, ActingJson.Default.ForecastAnswer);
    }

    private static async Task<Imagination> ReadAsync(string world, HttpContext context, IWorldCatalogue worlds, ActingWorlds acting, QuestionBody questions, ActingOptions options)
    {
        ActingWorld asked = acting.Of(worlds.Require(world));
        FutureQuestion question = await questions.ReadAsync(context, ActingJson.Default.FutureQuestion, "starts, version, plan, horizon, within, futures, seed and event");
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
