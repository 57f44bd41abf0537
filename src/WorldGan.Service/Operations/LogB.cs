using Microsoft.Extensions.Logging;

namespace WorldGan.Service.Operations;

internal static partial class Log
{
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

    [LoggerMessage(400, LogLevel.Information, "World {World}: version {Version} answers.")]
    public static partial void VersionAnswers(this ILogger logger, string world, int version);

    [LoggerMessage(401, LogLevel.Error, "World {World}: the published version cannot be loaded; the one before goes on.")]
    public static partial void VersionNotLoaded(this ILogger logger, Exception exception, string world);

    [LoggerMessage(402, LogLevel.Information, "World {World}: version {Version} was promoted by hand.")]
    public static partial void VersionPromoted(this ILogger logger, string world, int version);

    [LoggerMessage(403, LogLevel.Information, "World {World}: version {Version} was rolled back.")]
    public static partial void VersionRolledBack(this ILogger logger, string world, int version);

    [LoggerMessage(500, LogLevel.Information, "Acting at the socket {Path}.")]
    public static partial void SocketListens(this ILogger logger, string path);
}
