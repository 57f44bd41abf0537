using FsCheck.Xunit;
using WorldGan.Datasets;
using WorldGan.Logs;
using WorldGan.Policies;
using WorldGan.Policies.Sources;
using WorldGan.Worlds;
using Replay = WorldGan.Policies.Sources.Replay;

namespace WorldGan.Tests.Policies.Sources;

/// <summary>Returns of several steps, whether they are logged or made: the reward of step t is t + 1, and so is the state that it leads to.</summary>
public class ReturnTests
{
    private const double Discount = 0.5;

    [Property]
    public void A_logged_row_has_the_rewards_that_follow_in_its_episode(byte length, byte returnSteps)
    {
        int steps = 1 + length % 9, n = 1 + returnSteps % 5;
        var log = new LoggedTransitions(Data(steps, steps + 2), n, new UniformSampler());
        Assert.Equal(2 * steps + 2, log.Count);
        for (int row = 0; row < log.Count; row++)
        {
            int t = row < steps ? row : row - steps, end = row < steps ? steps : steps + 2;
            Expect(t, Math.Min(n, end - t), end, log.StateAt(row), log.StepAt(row), log.NextStateAt(row));
        }
    }

    [Property]
    public void A_made_step_is_remembered_once_with_those_that_follow_until_its_trajectory_stops(byte length, byte returnSteps)
    {
        int steps = 1 + length % 9, n = 1 + returnSteps % 5;
        var replay = new Replay(1000, 1);
        var window = new ReturnWindow(rows: 2, width: 1, n, Discount);
        for (int t = 0; t < 2 * steps; t++)                // two trajectories one after the other in row 1; row 0 rests
        {
            window.Add(1, [t % steps], t % 2, t % steps + 1);
            bool stops = (t + 1) % steps == 0;
            window.Release(1, [t % steps + 1], stops ? Ending.Terminal : Ending.None, stops, replay);
        }

        Assert.Equal(2 * steps, replay.Count);
        for (int i = 0; i < replay.Count; i++) Expect(i % steps, Math.Min(n, steps - i % steps), steps, replay.StateAt(i), replay.StepAt(i), replay.NextStateAt(i));
    }

    private static void Expect(int t, int count, int end, ReadOnlySpan<float> state, LearnedStep step, ReadOnlySpan<float> next)
    {
        Assert.Equal(t, state[0]);
        Assert.Equal(count, step.Steps);
        Assert.Equal(Enumerable.Range(0, count).Sum(k => Math.Pow(Discount, k) * (t + k + 1)), step.Reward, 1e-5);
        Assert.Equal(t + count, next[0]);
        Assert.Equal(t + count == end ? Ending.Terminal : Ending.None, step.Ending);
    }

    private static TransitionSet Data(params int[] lengths)
    {
        var spec = new WorldSpec { Name = "a", State = [new("x")], Actions = [new("a"), new("b")], Discount = Discount };
        return TransitionSet.From(spec, lengths.Select((length, i) => new Episode
        {
            Id = $"{i}",
            States = [.. Enumerable.Range(0, length + 1)],
            Actions = new int[length],
            Rewards = [.. Enumerable.Range(1, length)],
            Ending = Ending.Terminal,
        }));
    }
}
