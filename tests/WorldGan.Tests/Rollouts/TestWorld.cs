using WorldGan.Datasets;
using WorldGan.Logs;
using WorldGan.Numerics;
using WorldGan.Policies;
using WorldGan.Simulators;
using WorldGan.WorldModel;
using WorldGan.Worlds;

namespace WorldGan.Tests.Rollouts;

/// <summary>A world for tests with a log of it: true ones, and ones learned from their logs. Each is made once in a test run.</summary>
/// <param name="World">The world.</param>
/// <param name="Data">A log, of the true world also where <paramref name="World"/> was learned from it.</param>
internal sealed record TestWorld(IWorld World, TransitionSet Data)
{
    private static readonly WorldModelOptions Tiny = new()
    {
        Members = 2,
        MeanWidth = 16,
        NoiseWidth = 16,
        HeadWidth = 16,
        BatchSize = 32,
        MeanSteps = 250,
        HeadSteps = 250,
        AdversarialSteps = 100,
        CriticSteps = 1,
    };

    private static readonly Dictionary<string, Lazy<TestWorld>> Known = new()
    {
        ["cartpole"] = new(() => Record(new CartPole())),
        ["slippery"] = new(() => Record(new SlipperyCartPole())),
        ["gears"] = new(() => Record(new GearWorld())),
        ["remembered gears"] = new(() => Record(new HistoryWorld(new GearWorld(), history: 3))),
        ["endings"] = new(Endings),
        ["learned cartpole"] = new(() => Learn("cartpole")),
        ["learned slippery"] = new(() => Learn("slippery")),
        ["learned gears"] = new(() => Learn("gears")),
        ["learned remembered gears"] = new(() => Learn("remembered gears")),
    };

    private readonly Lazy<QPolicy> _network = new(() => Fresh.Policy(Data, members: 2));

    public static IReadOnlyCollection<string> Names => Known.Keys;

    public static IEnumerable<string> LearnedNames => Known.Keys.Where(name => name.StartsWith("learned", StringComparison.Ordinal));

    public static TestWorld Find(string name) => Known[name].Value;

    public static LearnedWorld Learned(string name) => (LearnedWorld)Find(name).World;

    public IPolicy Policy(string name) => name switch
    {
        "random" => new RandomPolicy(World.Spec),
        "network" => _network.Value,
        "noisy" => new NoisyPolicy(_network.Value, 0.3, World.Spec),
        _ => new MixedPolicy((1, new RandomPolicy(World.Spec)), (1, _network.Value)),
    };

    private static TestWorld Record(IWorld world) =>
        new(world, TransitionSet.From(world.Spec, new Recorder(world, new RandomPolicy(world.Spec), seed: 1).Transitions(1000)));

    private static TestWorld Learn(string name)
    {
        TransitionSet data = Find(name).Data;
        return new(WorldModelTrainer.Train(data, Tiny, seed: 2, new TrainingSession { Threads = 1 }), data);
    }

    private static TestWorld Endings()
    {
        var world = new EndingWorld();
        var episode = new Episode { Id = "0", States = [0, 0, 1, 1, 3, 0.5], Actions = [0, 1], Rewards = [0, 1], Ending = Ending.None };
        return new(world, TransitionSet.From(world.Spec, [episode]));
    }
}
