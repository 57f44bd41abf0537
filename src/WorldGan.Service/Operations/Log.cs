namespace WorldGan.Service.Operations;

/// <summary>Every message that the service logs. Event ids never change: 1xx hosting, 2xx ingest, 3xx training, 4xx versions, 5xx acting.</summary>
internal static partial class Log
{
    [LoggerMessage(100, LogLevel.Information, "Serving {Worlds} worlds from {Folder}.")]
    public static partial void Serving(this ILogger logger, int worlds, string folder);

    [LoggerMessage(101, LogLevel.Error, "{Method} {Path} failed.")]
    public static partial void RequestFailed(this ILogger logger, Exception exception, string method, string path);

    [LoggerMessage(102, LogLevel.Warning, "The keys were not read again, those from before go on: {Fault}")]
    public static partial void KeysFaulty(this ILogger logger, string fault);

    [LoggerMessage(103, LogLevel.Information, "Read {Count} keys.")]
    public static partial void KeysRead(this ILogger logger, int count);

    [LoggerMessage(104, LogLevel.Warning, "systemd was not told {State}.")]
    public static partial void SystemdDeaf(this ILogger logger, Exception exception, string state);

    [LoggerMessage(105, LogLevel.Warning, "Listening at {Address} without TLS: whoever is on the way reads keys and steps. See 'TLS' in the service's README.")]
    public static partial void KeysReadable(this ILogger logger, string address);

    [LoggerMessage(200, LogLevel.Information, "World {World} has {Steps} steps in its log.")]
    public static partial void WorldOpened(this ILogger logger, string world, long steps);

    [LoggerMessage(201, LogLevel.Warning, "{Notice}")]
    public static partial void LogDamaged(this ILogger logger, string notice);

    [LoggerMessage(203, LogLevel.Warning, "{File} was put into quarantine: {Reason}")]
    public static partial void InboxFault(this ILogger logger, string file, string reason);

    [LoggerMessage(204, LogLevel.Warning, "{File} waits in its inbox: {Reason}")]
    public static partial void InboxWaits(this ILogger logger, string file, string reason);

    [LoggerMessage(205, LogLevel.Information, "Reading the queue {Queue}.")]
    public static partial void QueueRead(this ILogger logger, string queue);

    [LoggerMessage(206, LogLevel.Warning, "The queue {Queue} cannot be read, trying again: {Reason}")]
    public static partial void QueueLost(this ILogger logger, string queue, string reason);

    [LoggerMessage(300, LogLevel.Information, "World {World}: job {Job} runs.")]
    public static partial void JobStarted(this ILogger logger, string world, string job);

    [LoggerMessage(301, LogLevel.Information, "World {World}: job {Job} is done. {Outcome}")]
    public static partial void JobDone(this ILogger logger, string world, string job, string outcome);

    [LoggerMessage(302, LogLevel.Information, "World {World}: job {Job} stopped with a checkpoint and goes on at the next start.")]
    public static partial void JobPaused(this ILogger logger, string world, string job);

    [LoggerMessage(303, LogLevel.Error, "World {World}: job {Job} failed.")]
    public static partial void JobAttemptFailed(this ILogger logger, Exception exception, string world, string job);

    [LoggerMessage(304, LogLevel.Error, "World {World}: job {Job} cannot be written.")]
    public static partial void JobNotWritten(this ILogger logger, Exception exception, string world, string job);

    [LoggerMessage(305, LogLevel.Error, "World {World}: job {Job} is given up. {Reason}")]
    public static partial void JobGivenUp(this ILogger logger, string world, string job, string reason);

    [LoggerMessage(306, LogLevel.Warning, "World {World}: old jobs cannot be deleted.")]
    public static partial void JobsNotPruned(this ILogger logger, Exception exception, string world);

    [LoggerMessage(400, LogLevel.Information, "World {World}: version {Version} answers.")]
    public static partial void VersionAnswers(this ILogger logger, string world, int version);

    [LoggerMessage(401, LogLevel.Error, "World {World}: the published version cannot be loaded; the one before goes on. It is looked for again and again; the next line of this is written when the fault is another one, or over.")]
    public static partial void VersionNotLoaded(this ILogger logger, Exception exception, string world);

    [LoggerMessage(402, LogLevel.Information, "World {World}: version {Version} was promoted by hand.")]
    public static partial void VersionPromoted(this ILogger logger, string world, int version);

    [LoggerMessage(403, LogLevel.Information, "World {World}: version {Version} was rolled back.")]
    public static partial void VersionRolledBack(this ILogger logger, string world, int version);

    [LoggerMessage(404, LogLevel.Information, "World {World}: the published version answers again.")]
    public static partial void VersionWell(this ILogger logger, string world);

    [LoggerMessage(405, LogLevel.Warning, "World {World}: version {Version} is left out of the list, since it cannot be read: {Reason}")]
    public static partial void VersionSkipped(this ILogger logger, string world, int version, string reason);

    [LoggerMessage(501, LogLevel.Error, "A question at the socket failed.")]
    public static partial void LineFailed(this ILogger logger, Exception exception);

    [LoggerMessage(500, LogLevel.Information, "Acting at the socket {Path}.")]
    public static partial void SocketListens(this ILogger logger, string path);
}
