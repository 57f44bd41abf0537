using WorldGan.Evaluation;
using WorldGan.Policies;
using WorldGan.Policies.Planning;
using WorldGan.Policies.Values;
using WorldGan.WorldModel;
using WorldGan.Worlds;

namespace WorldGan.Runs;

/// <summary>The policies that can be named where somebody is to act in a run's world. To add one: its name, and a line in <see cref="Find"/>.</summary>
/// <example><code>
/// NamedPolicy planner = PolicyChoice.Other("plan", new RunFolder("runs/arm"), new PlanningOptions { Horizon = 5 }, threads: 1)!;
/// PolicyReport report = TrainedRun.Open("runs/arm").Evaluate(policy: planner.Policy);
/// </code></example>
public static class PolicyChoice
{
    /// <summary>The run's policy.</summary>
    public const string Trained = "trained";

    /// <summary>Every action with the same probability.</summary>
    public const string Random = "random";

    /// <summary>Plans by the cross-entropy method in the learned world, with the run's policy, where there is one, as the judge of what comes behind a plan.</summary>
    public const string Plan = "plan";

    /// <summary>The same by random shooting.</summary>
    public const string Shooting = "random-shooting";

    /// <summary>All names; beside these, the path of a policy's file may be given.</summary>
    public static IReadOnlyList<string> Names { get; } = [Trained, Random, Plan, Shooting];

    /// <summary>Finds a policy that acts in the world of a run, under its own name; null for that of the run itself.</summary>
    /// <param name="nameOrFile">One of <see cref="Names"/>, or the file of a policy.</param>
    /// <param name="folder">The run.</param>
    /// <param name="planning">How to plan, where the policy does.</param>
    /// <param name="threads">Threads to plan on; the result does not depend on it.</param>
    /// <exception cref="ArgumentException">There is no policy of that name, or the file is one of another world.</exception>
    /// <exception cref="InvalidDataException">The run has no world yet, or a file is damaged.</exception>
    public static NamedPolicy? Other(string nameOrFile, RunFolder folder, PlanningOptions planning, int threads)
    {
        ArgumentNullException.ThrowIfNull(folder);
        if (nameOrFile == Trained) return null;
        LearnedWorld world = LearnedWorldFile.Read(folder.Expect(folder.World)).World;
        return new NamedPolicy(Names.Contains(nameOrFile) ? nameOrFile : Path.GetFileNameWithoutExtension(nameOrFile), Find(nameOrFile, folder, world, planning, threads));
    }

    /// <summary>Finds a policy that acts in the world of a run.</summary>
    /// <param name="nameOrFile">One of <see cref="Names"/>, or the file of a policy.</param>
    /// <param name="folder">The run.</param>
    /// <param name="world">Its world.</param>
    /// <param name="planning">How to plan, where the policy does.</param>
    /// <param name="threads">Threads to plan on; the result does not depend on it.</param>
    /// <exception cref="ArgumentException">There is no policy of that name, or the file is one of another world.</exception>
    /// <exception cref="InvalidDataException">The run has no policy yet, or a file is damaged.</exception>
    internal static IPolicy Find(string nameOrFile, RunFolder folder, LearnedWorld world, PlanningOptions planning, int threads) => nameOrFile switch
    {
        Trained => QPolicyFile.Read(folder.Expect(folder.Policy)).Policy,
        Random => new RandomPolicy(world.Spec),
        Plan => PlanningPolicy.CrossEntropy(world, planning, LowestReturn(world), Values(folder), threads),
        Shooting => PlanningPolicy.RandomShooting(world, planning, LowestReturn(world), Values(folder), threads),
        _ => Read(nameOrFile, world.Spec),
    };

    private static double LowestReturn(LearnedWorld world) => new ValueTarget(world.Spec, world.Normalizer).Lowest;

    private static QPolicy? Values(RunFolder folder) => File.Exists(folder.Policy) ? QPolicyFile.Read(folder.Policy).Policy : null;

    private static QPolicy Read(string path, WorldSpec spec)
    {
        if (!File.Exists(path)) throw new ArgumentException($"Expected one of the policies {string.Join(", ", Names)}, or the file of one, got '{path}'.");
        QPolicy policy = QPolicyFile.Read(path).Policy;
        return policy.Spec.Equals(spec) ? policy : throw new ArgumentException($"{path}: expected a policy of the run's world '{spec.Name}', got one of another ('{policy.Spec.Name}').");
    }
}
