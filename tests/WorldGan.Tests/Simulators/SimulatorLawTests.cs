using FsCheck.Xunit;
using WorldGan.Logs;
using WorldGan.Numerics;
using WorldGan.Simulators;
using WorldGan.Simulators.Views;
using WorldGan.Worlds;

namespace WorldGan.Tests.Simulators;

/// <summary>What holds for every simulator, on random rows near its start states.</summary>
public class SimulatorLawTests
{
    private const int Rows = 17;

    public static TheoryData<string> Names => [.. Simulator.Names];

    [Property(MaxTest = 30)]
    public void The_same_keys_give_the_same_bits(ulong seed) => ForAll(seed, (world, rows) => Assert.Equal(rows, PlayedRows.Play(world, rows.Keys, rows.Actions)));

    [Property(MaxTest = 30)]
    public void Permuting_the_rows_permutes_the_answers(ulong seed) => ForAll(seed, (world, rows) =>
    {
        int[] order = [.. Enumerable.Range(0, Rows).OrderBy(row => new RandomStream(seed, RandomPurpose.Batch, (uint)row).NextUInt32())];
        Assert.Equal(rows.Take(order), PlayedRows.Play(world, [.. order.Select(row => rows.Keys[row])], [.. order.Select(row => rows.Actions[row])]));
    });

    [Property(MaxTest = 30)]
    public void A_batch_equals_its_rows_run_alone(ulong seed) => ForAll(seed, (world, rows) =>
    {
        for (int row = 0; row < Rows; row++) Assert.Equal(rows.Take([row]), PlayedRows.Play(world, [rows.Keys[row]], [rows.Actions[row]]));
    });

    [Property(MaxTest = 30)]
    public void Start_states_of_cart_and_pole_lie_within_five_hundredths_of_rest_and_differ_between_trajectories(ulong seed) => ForAll(seed, (world, rows) =>
    {
        if (world is not CartPoleSimulator) return;
        Assert.All(rows.Starts, value => Assert.InRange(value, -0.05f, 0.05f));
        Assert.Equal(rows.Starts.Length, rows.Starts.Distinct().Count());
    });

    /// <summary>As in learned worlds: a trajectory has one beginning, whatever step its key has come to.</summary>
    [Property(MaxTest = 30)]
    public void A_trajectory_has_one_start_state(ulong seed) => ForAll(seed, (world, rows) =>
    {
        var starts = new float[rows.Starts.Length];
        world.Reset([.. rows.Keys.Select(key => key with { Step = key.Step + 7 })], starts);
        Assert.Equal(rows.Starts, starts);
    });

    [Property(MaxTest = 30)]
    public void Rewards_lie_in_the_range_of_the_specification(ulong seed) => ForAll(seed, (world, rows) =>
    {
        var range = world.Spec.RewardRange!.Value;
        Assert.All(rows.Rewards, reward => Assert.InRange(reward, range.Low, range.High));
    });

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_simulator_has_a_built_in_world_of_its_name(string name)
    {
        var spec = Simulator.Find(name).Spec;
        Assert.Equal(name, spec.Name);
        Assert.Equal(name, spec.Simulator);
        Assert.Contains(spec, BuiltInWorlds.All);
    }

    [Fact]
    public void Built_in_worlds_without_a_simulator_do_not_name_one() =>
        Assert.All(BuiltInWorlds.All, spec => Assert.True(spec.Simulator is null || Simulator.Names.Contains(spec.Simulator) || View.Names.Contains(spec.Simulator)));

    [Fact]
    public void A_simulator_that_does_not_exist_is_refused_with_the_names() =>
        Assert.Equal("Expected one of the simulators acrobot, cartpole, frozen-lake, mountain-car, partly-random-cartpole, pendulum, ring, slippery-cartpole, got 'cart'.", Assert.Throws<ArgumentException>(() => Simulator.Find("cart")).Message);

    [Theory]
    [MemberData(nameof(Names))]
    public void Actions_outside_the_set_are_refused(string name)
    {
        var world = Simulator.Find(name);
        Assert.Throws<ArgumentException>(() => PlayedRows.Play(world, [new RowKey(1, 0, 0)], [world.Spec.Actions.Count]));
        Assert.Throws<ArgumentException>(() => PlayedRows.Play(world, [new RowKey(1, 0, 0)], [-1]));
        Assert.Throws<ArgumentException>(() => world.Reset([new RowKey(1, 0, 0)], new float[world.Spec.State.Count + 1]));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_step_that_is_not_finite_is_invalid(string name)
    {
        var world = Simulator.Find(name);
        var endings = new Ending[1];
        float[] state = new float[world.Spec.State.Count], next = new float[state.Length];
        state[0] = float.NaN;
        world.Step(new StepBatch { Keys = [new(1, 0, 0)], States = state, Actions = [0], NextStates = next, Rewards = new float[1], Endings = endings });
        Assert.Equal(Ending.Invalid, endings[0]);
    }

    /// <summary>What an angle, a category or a bound promises holds along whole episodes, or no learned world of it could be honest.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Whole_episodes_stay_within_what_the_specification_says(string name)
    {
        var world = Simulator.Find(name);
        foreach (string policy in Demonstrator.Names)
            foreach (Episode episode in new Recorder(world, Demonstrator.Find(policy, world), 3).Episodes(20))
                for (int i = 0; i < episode.States.Length; i++)
                {
                    StateVariable variable = world.Spec.State[i % world.Spec.State.Count];
                    (double low, double high) = variable.Kind switch
                    {
                        VariableKind.Angle => (-Math.PI - 1e-6, Math.PI + 1e-6),
                        VariableKind.Category => (0, variable.Categories - 1),
                        _ => (variable.Low ?? double.NegativeInfinity, variable.High ?? double.PositiveInfinity),
                    };
                    Assert.InRange(episode.States[i], (float)low, (float)high);
                }
    }

    private static void ForAll(ulong seed, Action<IWorld, PlayedRows> law)
    {
        foreach (string name in Simulator.Names)
        {
            var world = Simulator.Find(name);
            RowKey[] keys = [.. Enumerable.Range(0, Rows).Select(row => new RowKey(seed, (uint)row * 3, (uint)row))];
            int[] actions = [.. keys.Select(key => new RandomStream(seed, RandomPurpose.Policy, key.Trajectory).NextInt32(world.Spec.Actions.Count))];
            law(world, PlayedRows.Play(world, keys, actions));
        }
    }
}
