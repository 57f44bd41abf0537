using WorldGan.Simulators;
using WorldGan.Worlds;

namespace WorldGan.Tests.Simulators;

/// <summary>Single steps by hand, from the equations of Gymnasium's environments, and what is known of their returns.</summary>
public class GymnasiumWorldsTests
{
    // cos 1.5 = 0.0707372017: 0.001 - 0.0025 · 0.0707372017.
    [Fact]
    public void A_car_at_rest_is_pushed_and_pulled_down()
    {
        (float[] next, float reward, Ending ending) = Step(new MountainCar(), [-0.5f, 0], 2);
        Assert.Equal(0.00082315700, next[1], 1e-9);
        Assert.Equal(-0.49917684, next[0], 1e-7);
        Assert.Equal((-1, Ending.None), (reward, ending));
    }

    [Fact]
    public void The_left_end_of_the_track_stops_the_car_and_the_goal_ends_the_episode()
    {
        Assert.Equal([-1.2f, 0f], Step(new MountainCar(), [-1.19f, -0.05f], 0).Next);
        Assert.Equal(Ending.Terminal, Step(new MountainCar(), [0.49f, 0.05f], 2).Ending);
        Assert.Equal(Ending.None, Step(new MountainCar(), [0.44f, 0.05f], 2).Ending);
    }

    // Upright, turning with 1 rad/s, pushed with 2 N m: 1 + 3 · 2 · 0.05 = 1.3, then 0.05 · 1.3. The cost is of the state before: 0.1 · 1 + 0.001 · 4.
    [Fact]
    public void A_pendulum_turns_by_its_new_velocity_and_pays_for_its_old_state()
    {
        (float[] next, float reward, Ending ending) = Step(new Pendulum(), [0, 1], 4);
        Assert.Equal(0.065, next[0], 1e-7);
        Assert.Equal(1.3, next[1], 1e-6);
        Assert.Equal(-0.104, reward, 1e-6);
        Assert.Equal(Ending.None, ending);
    }

    [Fact]
    public void An_angle_past_half_a_turn_comes_back_from_the_other_side() =>
        Assert.InRange(Step(new Pendulum(), [3.1f, 8], 4).Next[0], -3.0, -2.7);

    /// <summary>Without torque the links keep their energy, but for the error of the integration: a wrong sign or a lost term would change it by much more.</summary>
    [Theory]
    [InlineData(0.5, -0.7, 0.3, 0.2)]
    [InlineData(-1.0, 0.4, 1.0, -1.0)]
    [InlineData(2.0, 1.0, -0.5, 0.8)]
    public void An_acrobot_that_is_left_alone_keeps_its_energy(double angle1, double angle2, double velocity1, double velocity2)
    {
        float[] state = [(float)angle1, (float)angle2, (float)velocity1, (float)velocity2];
        double before = Energy(state);
        for (int i = 0; i < 5; i++) state = Step(new Acrobot(), state, 1).Next;
        Assert.Equal(before, Energy(state), 0.05);
    }

    /// <summary>Torque times angle is work: 1 N m over the 0.2 rad or so that the joint turns in a step.</summary>
    [Fact]
    public void Torque_along_the_motion_of_the_joint_adds_its_work_to_the_energy()
    {
        float[] state = [0.3f, 0.2f, 0, 1], next = Step(new Acrobot(), state, 2).Next;
        Assert.Equal(Energy(state) + (next[1] - state[1]), Energy(next), 0.005);
        Assert.InRange(next[1] - state[1], 0.1, 0.3);
    }

    [Fact]
    public void An_acrobot_ends_when_its_tip_is_a_link_above_the_hinge()
    {
        Assert.Equal((0f, Ending.Terminal), Answer(Step(new Acrobot(), [3.0f, 0.1f, 0, 0], 1)));
        Assert.Equal((-1f, Ending.None), Answer(Step(new Acrobot(), [1.5f, 0.1f, 0, 0], 1)));
    }

    /// <summary>From cell 14 a move to the right goes down (against the edge), right (to the goal) or up, a third each.</summary>
    [Fact]
    public void A_move_on_the_frozen_lake_slips_to_either_side()
    {
        const int Rows = 30_000;
        var counts = new Dictionary<float, int>();
        for (int row = 0; row < Rows; row++)
        {
            (float[] next, float reward, Ending ending) = Step(new FrozenLake(), [14], 2, (uint)row);
            counts[next[0]] = counts.GetValueOrDefault(next[0]) + 1;
            Assert.Equal(next[0] == 15 ? (1f, Ending.Terminal) : (0f, Ending.None), (reward, ending));
        }

        Assert.Equal([10f, 14f, 15f], counts.Keys.Order());
        Assert.All(counts.Values, count => Assert.Equal(1.0 / 3, count / (double)Rows, 6 * Math.Sqrt(2.0 / 9 / Rows)));
    }

    [Fact]
    public void Holes_end_the_episode_without_a_reward() => Assert.Contains(
        Enumerable.Range(0, 20).Select(row => Step(new FrozenLake(), [1], 1, (uint)row)), step => step.Next[0] == 5 && Answer(step) == (0f, Ending.Terminal));

    // A uniformly random policy: never up the hill, never over the line, about -1,200 and 1.4 % of the episodes at the goal.
    [Theory]
    [InlineData("mountain-car", -200, -200, -130, -105)]
    [InlineData("acrobot", -500, -490, -130, -70)]
    [InlineData("pendulum", -1320, -1120, -210, -110)]
    [InlineData("frozen-lake", 0, 0.05, 0.6, 0.85)]
    public void Returns_are_those_that_are_known_of_random_and_good_policies(string name, double low, double high, double scriptedLow, double scriptedHigh)
    {
        IWorld world = Simulator.Find(name);
        double MeanReturn(string policy) => new Recorder(world, Demonstrator.Find(policy, world), 1).Episodes(200).Average(episode => episode.Rewards.Sum());
        Assert.InRange(MeanReturn("random"), low, high);
        Assert.InRange(MeanReturn("scripted"), scriptedLow, scriptedHigh);
    }

    // Kinetic energy of two rods with their inertia about the centers, and their height; angles from hanging down.
    private static double Energy(float[] state)
    {
        (double a1, double a2, double w1, double w2) = (state[0], state[1], state[2], state[3]);
        double x1 = 0.5 * Math.Cos(a1) * w1, y1 = 0.5 * Math.Sin(a1) * w1;
        double x2 = Math.Cos(a1) * w1 + 0.5 * Math.Cos(a1 + a2) * (w1 + w2), y2 = Math.Sin(a1) * w1 + 0.5 * Math.Sin(a1 + a2) * (w1 + w2);
        double kinetic = 0.5 * (x1 * x1 + y1 * y1 + w1 * w1) + 0.5 * (x2 * x2 + y2 * y2 + (w1 + w2) * (w1 + w2));
        return kinetic - 9.8 * (0.5 * Math.Cos(a1) + Math.Cos(a1) + 0.5 * Math.Cos(a1 + a2));
    }

    private static (float Reward, Ending Ending) Answer((float[] Next, float Reward, Ending Ending) step) => (step.Reward, step.Ending);

    private static (float[] Next, float Reward, Ending Ending) Step(IWorld world, float[] state, int action, uint trajectory = 0)
    {
        float[] next = new float[state.Length], rewards = new float[1];
        var endings = new Ending[1];
        world.Step(new StepBatch { Keys = [new(1, trajectory, 0)], States = state, Actions = [action], NextStates = next, Rewards = rewards, Endings = endings });
        return (next, rewards[0], endings[0]);
    }
}
