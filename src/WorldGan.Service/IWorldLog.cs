namespace WorldGan.Service;

/// <summary>Everything that was accepted from one world. It only grows.</summary>
internal interface IWorldLog
{
    /// <summary>Steps on disk.</summary>
    long AcceptedSteps { get; }

    /// <summary>Completes when at least so many steps are on disk.</summary>
    Task WaitUntilAsync(long acceptedSteps, CancellationToken cancellation);

    /// <summary>Ends the segment that is being written, and gives all segments in order: .wglog files that never change again. New steps go to a new segment.</summary>
    /// <returns>Paths of the segments; none before the first step.</returns>
    Task<IReadOnlyList<string>> SealAsync(CancellationToken cancellation);
}
