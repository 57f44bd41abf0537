using FsCheck.Xunit;
using WorldGan.Simulators;
using WorldGan.Worlds;

namespace WorldGan.Tests.Simulators;

public class SlipperyCartPoleTests
{
    private const int Rows = 20_000;

    private static readonly double[] Noise = [0.0002, 0.01, 0.0002, 0.015];

    /// <summary>The humps of the cart's velocity lie 0.39 m/s apart, 39 times the noise: each row belongs to one without doubt.</summary>
    [Property(MaxTest = 5)]
    public void One_step_in_four_slips_and_the_rest_is_noise_of_the_stated_size(ulong seed, bool right)
    {
        var start = new CartPoleState(0.01, 0.02, 0.03, -0.04);
        double[] pushed = Numbers(CartPoleDynamics.Step(start, right ? 1 : 0)), slipped = Numbers(CartPoleDynamics.Step(start, right ? 0 : 1));
        float[][] rows = Step(seed, start, right ? 1 : 0);

        bool[] slips = [.. rows.Select(row => Math.Abs(row[1] - slipped[1]) < Math.Abs(row[1] - pushed[1]))];
        Assert.Equal(0.25, slips.Count(slip => slip) / (double)Rows, 6 * Math.Sqrt(0.25 * 0.75 / Rows));
        for (int i = 0; i < Noise.Length; i++)
        {
            double[] units = [.. rows.Select((row, r) => (row[i] - (slips[r] ? slipped : pushed)[i]) / Noise[i])];
            Assert.Equal(0, units.Average(), 6 * Math.Sqrt(1.0 / Rows));
            Assert.Equal(1, units.Average(unit => unit * unit), 6 * Math.Sqrt(2.0 / Rows));
        }
    }

    [Fact]
    public void The_next_step_of_a_trajectory_has_randomness_of_its_own()
    {
        var start = new CartPoleState(0, 0, 0, 0);
        Assert.Equal(Step(1, start, 0).Length, Step(1, start, 0).Select(row => row[1]).Distinct().Count(), Rows / 100.0);
    }

    private static float[][] Step(ulong seed, CartPoleState start, int action)
    {
        float[] states = [.. Enumerable.Repeat(Numbers(start).Select(value => (float)value), Rows).SelectMany(row => row)], next = new float[states.Length];
        RowKey[] keys = [.. Enumerable.Range(0, Rows).Select(row => new RowKey(seed, (uint)row / 2, (uint)row % 2))];
        int[] actions = [.. Enumerable.Repeat(action, Rows)];
        new SlipperyCartPole().Step(new StepBatch { Keys = keys, States = states, Actions = actions, NextStates = next, Rewards = new float[Rows], Endings = new Ending[Rows] });
        return [.. next.Chunk(CartPoleState.Width)];
    }

    private static double[] Numbers(CartPoleState state) => [state.Position, state.Velocity, state.Angle, state.AngularVelocity];
}
