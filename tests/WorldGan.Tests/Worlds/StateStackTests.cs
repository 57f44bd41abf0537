using FsCheck.Xunit;
using WorldGan.Worlds;

namespace WorldGan.Tests.Worlds;

public class StateStackTests
{
    [Property]
    public void A_world_is_seen_and_recorded_and_seen_again_without_a_change(ulong seed)
    {
        WorldSpec spec = AnyWorldSpec.From(seed), seen = spec.AsSeen();
        int history = spec.History ?? 1;
        Assert.Equal(spec, seen.AsRecorded());
        Assert.Equal(seen, seen.AsSeen());
        Assert.Equal(history * spec.State.Count + history - 1, seen.State.Count);
        Assert.Equal(spec.State, seen.State.Take(spec.State.Count));
        Assert.Equal(seen.State.Count, seen.State.Select(variable => variable.Name).Distinct().Count());
    }

    [Property]
    public void Shifting_step_by_step_holds_every_step_at_its_place(ulong seed)
    {
        var stack = new StateStack(AnyWorldSpec.From(seed));
        int history = stack.Seen.History ?? 1, present = stack.Present, none = stack.Seen.Actions.Count;
        float[] row = new float[stack.Width];
        Fill(row, 0);
        stack.Begin(row);
        for (int t = 0; t < 70; t++)
        {
            for (int back = 0; back < history; back++)
                for (int j = 0; j < present; j++) Assert.Equal(Value(Math.Max(t - back, 0), j), row[back * present + j]);
            for (int back = 1; back < history; back++) Assert.Equal(t < back ? none : (t - back) % none, row[history * present + back - 1]);
            var next = new float[stack.Width];
            Fill(next, t + 1);
            stack.Shift(row, t % none, next);
            row = next;
        }

        void Fill(float[] into, int t)
        {
            for (int j = 0; j < present; j++) into[j] = Value(t, j);
        }

        static float Value(int t, int j) => 10 * t + j;
    }
}
