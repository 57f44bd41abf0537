using TorchSharp;
using WorldGan.Torch.Networks;
using WorldGan.Torch.Policies;
using static TorchSharp.torch;
using Tensor = TorchSharp.torch.Tensor;

namespace WorldGan.Torch.Tests.Policies;

/// <summary>What was remembered comes back, added up over steps where that is asked.</summary>
public class DeviceReplayTests
{
    private const double Discount = 0.5;
    private const int Rows = 3;

    [LibtorchFact]
    public void A_transition_comes_back_as_it_was_with_the_members_apart()
    {
        using DisposeScope scope = NewDisposeScope();
        using var random = new Randomness(CPU, 1);
        using var replay = new DeviceReplay(2, Rows, capacity: 4 * Rows, features: 1, steps: 1, Discount, random);
        for (int step = 0; step < 6; step++) Add(replay, step, stops: 0);
        TransitionColumns drawn = replay.Draw(200)!;
        float[] states = Host.Floats(drawn.States), next = Host.Floats(drawn.Next), known = Host.Floats(drawn.Known), future = Host.Floats(drawn.Future);
        for (int i = 0; i < 400; i++)
        {
            Assert.Equal(i / 200, (int)(states[i] / 1000));             // its own member's
            Assert.InRange(states[i] % 1000 / 10, 2, 5.9);              // the first two steps were overwritten
            Assert.Equal(states[i] + 10, next[i]);
            Assert.Equal(states[i], known[i]);
            Assert.Equal(Discount, future[i]);
        }

        Assert.Equal(2 * 4 * Rows, states.Distinct().Count());
    }

    [LibtorchFact]
    public void Rewards_of_several_steps_are_added_up_to_where_the_trajectory_stops()
    {
        using DisposeScope scope = NewDisposeScope();
        using var random = new Randomness(CPU, 1);
        using var replay = new DeviceReplay(2, Rows, capacity: 10 * Rows, features: 1, steps: 3, Discount, random);
        for (int step = 0; step < 5; step++) Add(replay, step, stops: step == 2 ? 1 : 0);
        TransitionColumns drawn = replay.Draw(300)!;
        float[] states = Host.Floats(drawn.States), next = Host.Floats(drawn.Next), known = Host.Floats(drawn.Known), future = Host.Floats(drawn.Future);
        for (int i = 0; i < 600; i++)
        {
            int step = (int)(states[i] % 1000 / 10), steps = step switch { 0 => 3, 1 => 2, 2 => 1, _ => 3 };
            Assert.InRange(step, 0, 2);                                  // the others have not three steps after them yet
            Assert.Equal(states[i] + 10 * steps, next[i]);
            Assert.Equal(Enumerable.Range(0, steps).Sum(k => Math.Pow(Discount, k) * (states[i] + 10 * k)), known[i], 1e-2);
            Assert.Equal(Math.Pow(Discount, steps), future[i], 1e-5);
        }
    }

    [LibtorchFact]
    public void An_invalid_step_weighs_nothing_and_cuts_what_came_before_it()
    {
        using DisposeScope scope = NewDisposeScope();
        using var random = new Randomness(CPU, 1);
        using var replay = new DeviceReplay(1, 1, capacity: 10, features: 1, steps: 2, Discount, random);
        for (int step = 0; step < 3; step++) Add(replay, step, stops: step == 1 ? 1 : 0, valid: step == 1 ? 0 : 1, members: 1, rows: 1);
        TransitionColumns drawn = replay.Draw(50)!;
        float[] states = Host.Floats(drawn.States), next = Host.Floats(drawn.Next), weights = Host.Floats(drawn.Weights), known = Host.Floats(drawn.Known);
        for (int i = 0; i < 50; i++)
        {
            Assert.Equal(states[i] == 0 ? 1 : 0, weights[i]);
            if (states[i] == 0) Assert.Equal((10, 0), (next[i], known[i]));
        }
    }

    // State and reward of row r of member p at a step are 1000 p + 10 step + r, the next state's is 10 more.
    private static void Add(DeviceReplay replay, int step, float stops, float valid = 1, int members = 2, int rows = Rows)
    {
        Tensor states = arange(members, ScalarType.Float32).view(-1, 1, 1) * 1000 + arange(rows, ScalarType.Float32).view(1, -1, 1) + 10 * step;
        Tensor ones_ = ones_like(states);
        replay.Add(states, zeros([members, rows], ScalarType.Int64), states + 10, cat([states, ones_ * 0, ones_, ones_ * valid, ones_ * stops], -1));
    }
}
