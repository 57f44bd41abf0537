using WorldGan.Datasets;
using WorldGan.Numerics;
using WorldGan.Rollouts;
using WorldGan.WorldModel;
using WorldGan.Worlds;

namespace WorldGan.Benchmarks.Workloads;

/// <summary>
/// Rollouts of 32 steps in a learned world with random generators and nothing else to compute: no correction of the mean, no heads, no row that
/// ends. The generator is 4 states + 2 actions + 8 latents → H → H → 4.
/// </summary>
internal sealed class RolloutWorkload
{
    public const int Horizon = 32;

    private const float ChangeScale = 0.1f;                // so that 32 steps of a random network stay of order one

    private static readonly WorldSpec Spec = new()
    {
        Name = "benchmark",
        State = [new StateVariable("a"), new StateVariable("b"), new StateVariable("c"), new StateVariable("d")],
        Actions = [new ActionSpec("even"), new ActionSpec("odd")],
    };

    private RolloutBatch? _last;

    public RolloutWorkload(int width, int rows, int members)
    {
        Layout = new WorldModelLayout(Spec, Units(), new WorldModelOptions { MeanWidth = width, NoiseWidth = width, Members = members, SupportMargin = 1e6 });
        Members = [.. Enumerable.Range(0, members).Select(Member)];
        World = new LearnedWorld(Layout, Members, new float[Spec.State.Count]);
        Starts = StartsOf([.. Enumerable.Range(0, rows).Select(row => new RowKey(0, (uint)row, 0))]);
    }

    public WorldModelLayout Layout { get; }

    public WorldModelMember[] Members { get; }

    public LearnedWorld World { get; }

    public StartStates Starts { get; }

    public int Transitions => Starts.Count * Horizon;

    public double FlopsPerTransition => UsefulWork.Pass(Layout.Generator);

    /// <summary>The sizes that tables show.</summary>
    public static IEnumerable<(int Width, int Rows, int Members)> Sizes(bool quick) =>
        from members in new[] { 1, 5 }
        from width in quick ? new[] { 32, 256 } : [32, 64, 128, 256]
        from rows in quick ? new[] { 1, 64, 1024 } : [1, 8, 64, 1024, 16384]
        select (width, rows, members);

    public static string NameOf(int width, int rows, int members) => $"rollout, H {width}, B {rows}{(members > 1 ? $", ensemble of {members}" : "")}";

    /// <summary>Rolls out, in the memory of the last time.</summary>
    public RolloutBatch Run(int threads = 1) => _last = RolloutEngine.Run(World, new FixedActions(), Starts, Horizon, threads, spare: _last);

    /// <summary>States in [-0.5, 0.5) for these rows.</summary>
    public static StartStates StartsOf(RowKey[] keys)
    {
        var random = new RandomStream(1, RandomPurpose.Start);
        var states = new float[keys.Length * Spec.State.Count];
        for (int i = 0; i < states.Length; i++) states[i] = random.NextSingle() - 0.5f;
        return new StartStates(keys, states);
    }

    private WorldModelMember Member(int index)
    {
        var member = new WorldModelMember(Layout);
        member.Generator.Initialize(new RandomStream(2, RandomPurpose.Weights, (uint)index));
        Array.Fill(member.Scale, ChangeScale);
        member.ParametersChanged();
        return member;
    }

    // As of a log whose variables have mean 0 and deviation 1, with a constant reward and no terminals.
    private static Normalizer Units()
    {
        float[] All(float value) => [.. Enumerable.Repeat(value, Spec.State.Count)];
        return new Normalizer
        {
            Mean = All(0),
            StandardDeviation = All(1),
            ChangeScale = All(1),
            Low = All(-1),
            High = All(1),
            RewardLow = 1,
            RewardHigh = 1,
            RewardMean = 1,
            RewardStandardDeviation = 1,
            Terminals = 0,
        };
    }
}
