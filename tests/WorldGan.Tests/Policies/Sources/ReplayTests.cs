using FsCheck;
using FsCheck.Xunit;
using WorldGan.Policies;
using WorldGan.Worlds;
using Replay = WorldGan.Policies.Sources.Replay;

namespace WorldGan.Tests.Policies.Sources;

public class ReplayTests
{
    [Property]
    public void It_holds_the_last_transitions_and_no_other(PositiveInt capacity, NonNegativeInt added)
    {
        var replay = new Replay(capacity.Get, width: 2);
        for (int i = 0; i < added.Get; i++) Add(replay, i);
        int count = Math.Min(capacity.Get, added.Get);
        Assert.Equal(count, replay.Count);
        Assert.Equal(Enumerable.Range(added.Get - count, count), Held(replay).Order());
    }

    [Property]
    public void The_oldest_is_overwritten_and_the_others_stay_where_they_are(PositiveInt capacity, NonNegativeInt added)
    {
        var replay = new Replay(capacity.Get, width: 2);
        for (int i = 0; i < capacity.Get + added.Get; i++) Add(replay, i);
        int[] before = [.. Held(replay)];
        int oldest = Array.IndexOf(before, before.Min());
        Add(replay, 100_000);
        before[oldest] = 100_000;
        Assert.Equal(before, Held(replay));
    }

    [Property]
    public void The_counter_goes_on_where_whole_numbers_end(PositiveInt capacity, byte before)
    {
        var replay = new Replay(capacity.Get, width: 2);
        Counter(replay)[0] = int.MaxValue - before;
        int first = Counter(replay)[0] % capacity.Get, added = capacity.Get + 2 * before + 3;
        for (int i = 0; i < added; i++) Add(replay, i);
        Assert.Equal(capacity.Get, replay.Count);
        for (int i = added - capacity.Get; i < added; i++) Assert.Equal(i, replay.StepAt((int)(((long)first + i) % capacity.Get)).Reward);
    }

    [Property]
    public void What_is_restored_goes_on_as_before(PositiveInt capacity, NonNegativeInt added, NonNegativeInt more)
    {
        Replay replay = new(capacity.Get, width: 2), restored = new(capacity.Get, width: 2);
        for (int i = 0; i < added.Get; i++) Add(replay, i);
        foreach (var (from, to) in replay.State.Zip(restored.State)) from.Values.CopyTo(to.Values, 0);
        for (int i = 0; i < more.Get; i++)
        {
            Add(replay, i);
            Add(restored, i);
        }

        Assert.Equal(Held(replay), Held(restored));
    }

    private static int[] Counter(Replay replay) => (int[])replay.State.Single(s => s.Name == "written").Values;

    private static void Add(Replay replay, int i) => replay.Add([i, -i], new LearnedStep(i % 3, i, (Ending)(i % 4), 1 + i % 5), [i + 1, -i - 1]);

    // Every column of a transition must say the same number.
    private static IEnumerable<int> Held(Replay replay)
    {
        for (int at = 0; at < replay.Count; at++)
        {
            LearnedStep step = replay.StepAt(at);
            int i = (int)step.Reward;
            Assert.Equal(new LearnedStep(i % 3, i, (Ending)(i % 4), 1 + i % 5), step);
            Assert.Equal([i, -i], replay.StateAt(at).ToArray());
            Assert.Equal([i + 1, -i - 1], replay.NextStateAt(at).ToArray());
            yield return i;
        }
    }
}
