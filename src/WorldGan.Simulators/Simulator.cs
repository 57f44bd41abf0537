using WorldGan.Worlds;

namespace WorldGan.Simulators;

/// <summary>The true worlds, by the name that a world.json calls its simulator by.</summary>
/// <example><code>
/// IWorld world = Simulator.Find("pendulum");
/// Console.WriteLine(string.Join(", ", Simulator.Names));
/// </code></example>
public static class Simulator
{
    // To add a simulator: 1. its RowSimulator; 2. a line here; 3. worlds/<name>/world.json; 4. its scripted policy in Controllers; 5. a page beside world.json and a line in worlds/README.md.
    private static readonly SortedDictionary<string, Func<IWorld>> Worlds = new(StringComparer.Ordinal)
    {
        [Acrobot.Name] = () => new Acrobot(),
        [CartPole.Name] = () => new CartPole(),
        [FrozenLake.Name] = () => new FrozenLake(),
        [MountainCar.Name] = () => new MountainCar(),
        [PartlyRandomCartPole.Name] = () => new PartlyRandomCartPole(),
        [Pendulum.Name] = () => new Pendulum(),
        [RingWorld.Name] = () => new RingWorld(),
        [SlipperyCartPole.Name] = () => new SlipperyCartPole(),
    };

    /// <summary>The names of all simulators, sorted.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Worlds.Keys];

    /// <summary>Finds a simulator.</summary>
    /// <exception cref="ArgumentException">There is none of this name; the message lists the names.</exception>
    public static IWorld Find(string name) => Worlds.TryGetValue(name, out var create)
        ? create()
        : throw new ArgumentException($"Expected one of the simulators {string.Join(", ", Names)}, got '{name}'.");
}
