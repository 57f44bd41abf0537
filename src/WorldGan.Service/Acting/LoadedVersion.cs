using WorldGan.Datasets;
using WorldGan.Policies;
using WorldGan.Runs;
using WorldGan.Service.Hosting;
using WorldGan.Service.Registry;
using WorldGan.WorldModel;

namespace WorldGan.Service.Acting;

/// <summary>A version in memory. Used from any thread; whoever holds it can use it to the end, also when another one has taken its place.</summary>
/// <param name="Number">Its number.</param>
/// <param name="World">The learned world.</param>
/// <param name="Policy">The policy.</param>
internal sealed record LoadedVersion(int Number, LearnedWorld World, QPolicy Policy)
{
    /// <summary>Takes states that come from outside.</summary>
    public GivenState Given { get; } = new(World.Spec);

    /// <summary>Writes a state that somebody gives.</summary>
    /// <exception cref="ProblemException">It is none of this world (400); the message says where.</exception>
    public void WriteRow(ReadOnlySpan<double> state, int place, Span<float> row, string list = "states")
    {
        try
        {
            Given.WriteRow(state, row);
        }
        catch (ArgumentException e)
        {
            throw new ProblemException(400, $"{list}[{place}]: {e.Message}", e);
        }
    }

    /// <summary>Reads a version, and answers once for practice, so that the first question need not wait.</summary>
    /// <exception cref="InvalidDataException">A file is damaged, or the two do not belong together.</exception>
    /// <exception cref="IOException">A file is not there.</exception>
    public static LoadedVersion Read(VersionFolder folder, int number)
    {
        (LearnedWorld world, Provenance worldFrom) = LearnedWorldFile.Read(folder.World);
        (QPolicy policy, Provenance policyFrom) = QPolicyFile.Read(folder.Policy);
        if (policyFrom != worldFrom || !policy.Spec.Equals(world.Spec))
            throw new InvalidDataException($"{folder.Path}: expected a policy and a world of the same data and seed, got {policyFrom} and {worldFrom}.");
        policy.Choose(world.StartStates.AsSpan(0, world.Spec.State.Count), new int[1], new float[world.Spec.Actions.Count]);
        return new LoadedVersion(number, world, policy);
    }
}
