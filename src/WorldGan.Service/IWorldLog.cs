using WorldGan.Logs;
using WorldGan.Service.Ingest;

namespace WorldGan.Service;

/// <summary>Everything that was accepted from one world. It only grows.</summary>
internal interface IWorldLog
{
    /// <summary>Steps on disk.</summary>
    long AcceptedSteps { get; }

    /// <summary>Why the latest steps could not be written, or null where they were.</summary>
    string? Fault { get; }

    /// <summary>Appends pieces of episodes, all or none; a step that is there already is not written again.</summary>
    /// <param name="pieces">The pieces, of one or of several episodes.</param>
    /// <param name="gaps">Whether steps before a piece may be missing.</param>
    /// <returns>When they are on the disk.</returns>
    /// <exception cref="Hosting.ProblemException">They do not go on from what is there (400, 409), the disk is full (507), or the service stops (503). Nothing was taken.</exception>
    Task<Receipt> AppendAsync(IReadOnlyList<Episode> pieces, Gaps gaps = Gaps.Refused);

    /// <summary>Completes when at least so many steps are on disk.</summary>
    Task WaitUntilAsync(long acceptedSteps, CancellationToken cancellation);

    /// <summary>Where the latest steps could not be written, looks whether there is room again; whoever waits until it can be written sends nothing that would tell.</summary>
    /// <returns>When <see cref="Fault"/> says how it is now.</returns>
    Task RecoverAsync();

    /// <summary>Ends the segment that is being written, and gives all segments in order: .wglog files that never change again. New steps go to a new segment.</summary>
    /// <returns>Paths of the segments; none before the first step.</returns>
    Task<IReadOnlyList<string>> SealAsync(CancellationToken cancellation);
}
