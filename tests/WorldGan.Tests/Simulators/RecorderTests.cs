using FsCheck.Xunit;
using WorldGan.Logs;
using WorldGan.Simulators;
using WorldGan.Worlds;

namespace WorldGan.Tests.Simulators;

public class RecorderTests
{
    [Property(MaxTest = 20)]
    public void A_recording_holds_exactly_as_many_transitions_as_asked(ulong seed, ushort count) =>
        Assert.Equal(count % 600, Record(seed, count % 600).Sum(episode => episode.Count));

    [Property(MaxTest = 20)]
    public void Every_episode_but_the_last_has_its_own_end(ulong seed)
    {
        var episodes = Record(seed, 300);
        Assert.All(episodes[..^1], episode => Assert.Equal(Ending.Terminal, episode.Ending));
        Assert.All(episodes, episode => Assert.Equal((episode.Count + 1) * 4, episode.States.Length));
        Assert.All(episodes, episode => Assert.Equal(episode.Count, episode.Rewards.Count(reward => reward == 1)));
        Assert.Equal(Enumerable.Range(0, episodes.Length).Select(k => $"{k}"), episodes.Select(episode => episode.Id));
    }

    [Property(MaxTest = 20)]
    public void A_longer_recording_begins_with_the_shorter_one(ulong seed)
    {
        Episode[] whole = Record(seed, 300), part = Record(seed, 200);
        for (int k = 0; k < part.Length; k++)
        {
            Assert.Equal(part[k].States, whole[k].States[..part[k].States.Length]);
            Assert.Equal(part[k].Actions, whole[k].Actions[..part[k].Count]);
        }

        Assert.Equal(Ending.None, Record(seed, whole[0].Count - 1)[^1].Ending);
    }

    [Fact]
    public void Steps_follow_the_world_from_state_to_state()
    {
        var episode = Record(3, 100)[0];
        for (int t = 0; t < episode.Count; t++)
        {
            float[] before = [.. episode.States[(t * 4)..(t * 4 + 4)].Select(value => (float)value)], next = new float[4];
            new CartPole().Step(new StepBatch { Keys = [new(3, 0, (uint)t)], States = before, Actions = [episode.Actions[t]], NextStates = next, Rewards = new float[1], Endings = new Ending[1] });
            Assert.Equal(next.Select(value => (double)value), episode.States[(t * 4 + 4)..(t * 4 + 8)]);
        }
    }

    [Fact]
    public void The_step_limit_ends_an_episode_as_truncated()
    {
        var world = new CartPole();
        var episodes = new Recorder(world, Demonstrator.Find("scripted", world), 0).Episodes(2).ToList();
        Assert.All(episodes, episode => Assert.Equal((500, Ending.TimeLimit), (episode.Count, episode.Ending)));
    }

    [Fact]
    public void A_step_that_is_not_finite_is_left_out_and_stops_its_episode()
    {
        var episode = new Recorder(new Breaking(after: 3), new RandomPolicy(new CartPole().Spec), 0).Episodes(1).Single();
        Assert.Equal((3, Ending.None), (episode.Count, episode.Ending));
        Assert.Throws<InvalidOperationException>(() => new Recorder(new Breaking(after: 0), new RandomPolicy(new CartPole().Spec), 0).Episodes(1).Single());
    }

    private static Episode[] Record(ulong seed, int transitions)
    {
        var world = new CartPole();
        return [.. new Recorder(world, new RandomPolicy(world.Spec), seed).Transitions(transitions)];
    }

    private sealed class Breaking(int after) : IWorld
    {
        public WorldSpec Spec { get; } = new CartPole().Spec;

        public void Reset(ReadOnlySpan<RowKey> keys, Span<float> states) => states.Clear();

        public void Step(StepBatch batch) => batch.Endings[0] = batch.Keys[0].Step == after ? Ending.Invalid : Ending.None;
    }
}
