using WorldGan.Service.Hosting;
using WorldGan.Service.Ingest;
using WorldGan.Service.Security;

namespace WorldGan.Service.Acting;

/// <summary>A learned world step by step over HTTP.</summary>
internal static class StepEndpoints
{
    /// <summary>Maps the endpoints of imagined episodes that somebody else acts in.</summary>
    public static void MapSteps(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/v1/worlds/{world}/reset", Reset).RequireAuthorization(Roles.Read).WithSummary("States in which imagined episodes begin.").Takes<ResetQuestion>().Produces<ResetAnswer>();
        routes.MapPost("/v1/worlds/{world}/step", Step).RequireAuthorization(Roles.Read).WithSummary("One step of each of many imagined episodes.").Takes<StepQuestion>().Produces<StepAnswer>();
    }

    private static async Task Reset(string world, HttpContext context, IWorldCatalogue worlds, ActingWorlds acting, FutureQueue queue, ActingBodies bodies, ActingOptions options)
    {
        ActingWorld asked = acting.Of(worlds.Require(world));
        ResetQuestion question = await bodies.ReadAsync(context, ActingJson.Default.ResetQuestion, "trajectories, seed and version");
        LoadedVersion version = await asked.OpenAsync(question.Version, context.RequestAborted);
        await bodies.SendAsync(context, await queue.RunAsync(() => new Stepping(version, options).Reset(question), context.RequestAborted), ActingJson.Default.ResetAnswer);
    }

    private static async Task Step(string world, HttpContext context, IWorldCatalogue worlds, ActingWorlds acting, FutureQueue queue, ActingBodies bodies, ActingOptions options)
    {
        ActingWorld asked = acting.Of(worlds.Require(world));
        StepQuestion question = await bodies.ReadAsync(context, ActingJson.Default.StepQuestion, "states, actions, trajectories, steps, seed and version");
        LoadedVersion version = await asked.OpenAsync(question.Version, context.RequestAborted);
        await bodies.SendAsync(context, await queue.RunAsync(() => new Stepping(version, options).Step(question), context.RequestAborted), ActingJson.Default.StepAnswer);
    }
}
