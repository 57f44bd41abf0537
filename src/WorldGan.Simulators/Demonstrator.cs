using WorldGan.Worlds;

namespace WorldGan.Simulators;

/// <summary>The policies that make demonstration logs.</summary>
/// <example><code>
/// IWorld world = new CartPole();
/// IPolicy scripted = Demonstrator.Find("scripted", world);
/// Console.WriteLine(EpisodeScores.Play(world, scripted, new EvaluationOptions { Episodes = 10 }).MeanSteps);
/// </code></example>
public static class Demonstrator
{
    /// <summary>The names of the policies.</summary>
    public static IReadOnlyList<string> Names { get; } = ["random", "scripted", "mixed"];

    /// <summary>Finds a policy for a simulator.</summary>
    /// <param name="name">
    /// <c>random</c>: uniform. <c>scripted</c>: a controller written by hand. <c>mixed</c>: 40 % of the episodes random, the rest
    /// halved between a mediocre and a noisy good controller.
    /// </param>
    /// <param name="simulator">The world to act in.</param>
    /// <exception cref="ArgumentException">There is no policy of this name; the message lists the names.</exception>
    public static IPolicy Find(string name, IWorld simulator)
    {
        var spec = simulator.Spec;
        (IPolicy good, IPolicy mediocre) = Controllers.Of(spec);
        return name switch
        {
            "random" => new RandomPolicy(spec),
            "scripted" => good,
            "mixed" => new MixedPolicy(
                (0.4, new RandomPolicy(spec)),
                (0.3, mediocre),
                (0.3, new NoisyPolicy(good, 0.6, spec))),
            _ => throw new ArgumentException($"Expected one of the policies {string.Join(", ", Names)}, got '{name}'."),
        };
    }
}
