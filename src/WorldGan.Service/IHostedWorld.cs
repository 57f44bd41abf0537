using WorldGan.Runs;
using WorldGan.Worlds;

namespace WorldGan.Service;

/// <summary>One world that a service hosts: what it is, and what came in of it. Used from any thread.</summary>
internal interface IHostedWorld
{
    /// <summary>Its name in addresses.</summary>
    WorldName Name { get; }

    /// <summary>Where its data lies.</summary>
    WorldFolder Folder { get; }

    /// <summary>What it is, as world.json says.</summary>
    WorldSpec Spec { get; }

    /// <summary>How it is trained, as run.json says; the defaults where there is none.</summary>
    RunSettings Settings { get; }

    /// <summary>Steps that are in its log, on disk: a number that only grows.</summary>
    long AcceptedSteps { get; }

    /// <summary>Raised after <see cref="AcceptedSteps"/> has grown; a handler must be quick.</summary>
    event Action? StepsAccepted;

    /// <summary>Ends the segment of the log that is being written, if it holds a step, and says what is there then: files that never change again.</summary>
    /// <returns>All ended segments, oldest first.</returns>
    /// <exception cref="IOException">The log cannot be written.</exception>
    Task<IReadOnlyList<LogSegment>> SealLogAsync(CancellationToken cancellation);
}

/// <summary>A part of a world's log that never changes again.</summary>
/// <param name="Path">The file.</param>
/// <param name="Steps">Steps in it.</param>
internal sealed record LogSegment(string Path, long Steps);
