using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using WorldGan.Service.Hosting;
using WorldGan.Service.Ingest;
using WorldGan.Service.Security;

namespace WorldGan.Service.Training;

/// <summary>Jobs over HTTP.</summary>
internal static class JobEndpoints
{
    private const int MostWatchers = 32;                   // of one job

    /// <summary>Maps the endpoints of this folder.</summary>
    public static void MapJobs(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/worlds/{world}/jobs", List).RequireAuthorization(Roles.Read).WithSummary("The jobs of a world, newest first.").Produces<IReadOnlyList<JobAnswer>>();
        routes.MapPost("/v1/worlds/{world}/jobs", Begin).RequireAuthorization(Roles.Operate).WithSummary("Trains a world anew; gives the job that already waits, where there is one.").Produces<JobAnswer>(202);
        routes.MapGet("/v1/worlds/{world}/jobs/{job}", Get).RequireAuthorization(Roles.Read).WithSummary("One job.").Produces<JobAnswer>();
        routes.MapPost("/v1/worlds/{world}/jobs/{job}/cancel", Cancel).RequireAuthorization(Roles.Operate).WithSummary("Ends a job; what has ended stays as it is.").Produces<JobAnswer>();
        routes.MapGet("/v1/worlds/{world}/jobs/{job}/events", Watch).RequireAuthorization(Roles.Read).WithSummary("What happens in a job, as server-sent events: job, progress and warning. The stream ends with the job, or when the service stops.");
        routes.MapGet("/v1/worlds/{world}/jobs/{job}/metrics", Metrics).RequireAuthorization(Roles.Read).WithSummary("Losses and errors of a job so far, as JSON lines.");
    }

    private static IResult List(string world, IWorldCatalogue worlds, JobBook book) =>
        TypedResults.Json([.. book.Of(worlds.Require(world)).Reverse().Select(JobAnswer.Of)], JobJson.Default.IReadOnlyListJobAnswer);

    private static IResult Begin(string world, IWorldCatalogue worlds, JobBook book)
    {
        HostedWorld hosted = worlds.Require(world);
        if (hosted.Log.AcceptedSteps == 0) throw new ProblemException(409, $"World '{world}': expected steps to train on, got none yet.");
        Job job = book.Add(hosted, JobCause.Request);
        return TypedResults.Json(JobAnswer.Of(job), JobJson.Default.JobAnswer, statusCode: StatusCodes.Status202Accepted);
    }

    private static IResult Get(string world, string job, IWorldCatalogue worlds, JobBook book) => Answer(Find(world, job, worlds, book));

    private static IResult Cancel(string world, string job, IWorldCatalogue worlds, JobBook book, TimeProvider time)
    {
        Job found = Find(world, job, worlds, book);
        found.Cancel(time.GetUtcNow());
        return Answer(found);
    }

    /// <summary>A stream would hold up a stop for as long as its job goes on, so it ends when the service begins to stop.</summary>
    private static IResult Watch(string world, string job, IWorldCatalogue worlds, JobBook book, IHostApplicationLifetime lifetime, HttpResponse response, CancellationToken cancellation)
    {
        Job found = Find(world, job, worlds, book);
        JobWatch watch = found.Events.TryWatch(MostWatchers)
            ?? throw new ProblemException(429, $"Job '{job}': expected at most {MostWatchers} who watch it, got one more.") { RetryAfterSeconds = 10 };
        response.RegisterForDispose(watch);                    // also where nobody is left to read a line of it
        response.RegisterForDispose(lifetime.ApplicationStopping.Register(watch.End));
        return TypedResults.ServerSentEvents(EventsAsync(found, watch, cancellation));
    }

    private static IResult Metrics(string world, string job, IWorldCatalogue worlds, JobBook book)
    {
        string path = Find(world, job, worlds, book).Folder.Run.Metrics;
        return File.Exists(path)
            ? TypedResults.Stream(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete), "application/x-ndjson")
            : TypedResults.Bytes(Array.Empty<byte>(), "application/x-ndjson");
    }

    /// <summary>Where the job stands now, and then what has happened since the watch began.</summary>
    private static async IAsyncEnumerable<SseItem<string>> EventsAsync(Job job, JobWatch watch, [EnumeratorCancellation] CancellationToken cancellation)
    {
        yield return Item(new JobStateChanged(job.Description));
        if (job.Events.Progress is { } progress) yield return Item(new JobProgressed(progress));
        await foreach (JobEvent happened in watch.ReadAllAsync(cancellation)) yield return Item(happened);
    }

    private static SseItem<string> Item(JobEvent happened) => happened switch
    {
        JobStateChanged changed => new SseItem<string>(JsonSerializer.Serialize(changed.Description, JobJson.Default.JobDescription), "job"),
        JobProgressed progressed => new SseItem<string>(JsonSerializer.Serialize(JobProgress.Of(progressed.Advance), JobJson.Default.JobProgress), "progress"),
        JobWarned warned => new SseItem<string>(JsonSerializer.Serialize(warned.Message, JobJson.Default.String), "warning"),
        _ => throw new ArgumentOutOfRangeException(nameof(happened), happened, "Expected one of the events of a job."),
    };

    private static IResult Answer(Job job) => TypedResults.Json(JobAnswer.Of(job), JobJson.Default.JobAnswer);

    /// <summary>The job of an address.</summary>
    /// <exception cref="ProblemException">There is none (404).</exception>
    public static Job Find(string world, string id, IWorldCatalogue worlds, JobBook book) => book.Find(worlds.Require(world), id)
        ?? throw new ProblemException(404, $"World '{world}': expected one of its jobs, got another name. GET /v1/worlds/{world}/jobs lists them.");
}
