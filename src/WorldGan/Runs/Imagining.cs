using WorldGan.Policies;
using WorldGan.Rollouts;
using WorldGan.WorldModel;
using WorldGan.Worlds;

namespace WorldGan.Runs;

/// <summary>Rolls out what a run has learned.</summary>
/// <example><code>
/// var request = new ImaginationRequest { Rows = 100, Policy = ImaginedPolicy.Random };
/// foreach (RolloutBatch batch in Imagining.Run(new RunFolder("runs/arm"), request, threads: 2)) Console.WriteLine(batch.Count);
/// </code></example>
public static class Imagining
{
    /// <summary>Imagines trajectories, batch by batch, so that any number of them fits in memory. The batches together do not depend on where they are cut.</summary>
    /// <param name="folder">The folder of a run that has learned a world.</param>
    /// <param name="request">What to imagine.</param>
    /// <param name="threads">Threads to use; the result does not depend on it.</param>
    /// <param name="cancellation">Stops between two blocks.</param>
    /// <exception cref="InvalidDataException">The run has not yet learned what is asked for, or its logs have changed.</exception>
    /// <exception cref="IOException">There is no run in the folder, or a file cannot be read.</exception>
    public static IEnumerable<RolloutBatch> Run(RunFolder folder, ImaginationRequest request, int threads, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(request);
        RunDescription run = folder.ReadDescription();
        LearnedWorld world = LearnedWorldFile.Read(folder.Expect(folder.World)).World;
        IPolicy policy = request.Policy == ImaginedPolicy.Random ? new RandomPolicy(world.Spec) : QPolicyFile.Read(folder.Expect(folder.Policy)).Policy;
        StartStates starts = request.Start == ImaginedStart.Episodes
            ? StartStates.Episodes(world, request.Rows, request.Seed)
            : StartStates.Logged(RunData.ReadFor(run, folder).Transitions, request.Rows, request.Seed);
        return RolloutEngine.RunInBatches(world, policy, starts, request.Horizon ?? world.Spec.StepLimit ?? 1000, threads, cancellation);
    }
}
