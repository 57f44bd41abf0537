using WorldGan.Policies;
using WorldGan.WorldModel;
using WorldGan.Worlds;

namespace WorldGan.Runs;

/// <summary>The policies that can be named where somebody is to act in a run's world. To add one: its name, and a line in <see cref="Find"/>.</summary>
public static class PolicyChoice
{
    /// <summary>The run's policy.</summary>
    public const string Trained = "trained";

    /// <summary>Every action with the same probability.</summary>
    public const string Random = "random";

    /// <summary>All names; beside these, the path of a policy's file may be given.</summary>
    public static IReadOnlyList<string> Names { get; } = [Trained, Random];

    /// <summary>Finds a policy that acts in the world of a run.</summary>
    /// <exception cref="ArgumentException">There is no policy of that name, or the file is one of another world.</exception>
    /// <exception cref="InvalidDataException">The run has no policy yet, or a file is damaged.</exception>
    internal static IPolicy Find(string nameOrFile, RunFolder folder, LearnedWorld world) => nameOrFile switch
    {
        Trained => QPolicyFile.Read(folder.Expect(folder.Policy)).Policy,
        Random => new RandomPolicy(world.Spec),
        _ => Read(nameOrFile, world.Spec),
    };

    private static QPolicy Read(string path, WorldSpec spec)
    {
        if (!File.Exists(path)) throw new ArgumentException($"Expected one of the policies {string.Join(", ", Names)}, or the file of one, got '{path}'.");
        QPolicy policy = QPolicyFile.Read(path).Policy;
        return policy.Spec.Equals(spec) ? policy : throw new ArgumentException($"{path}: expected a policy of the run's world '{spec.Name}', got one of another ('{policy.Spec.Name}').");
    }
}
