using WorldGan.Datasets;
using WorldGan.Numerics;
using WorldGan.Simulators;
using WorldGan.WorldModel;
using WorldGan.Worlds;

namespace WorldGan.LearningTests;

public class WorldModelLearningTests(Xunit.Abstractions.ITestOutputHelper output)
{
    private static readonly WorldModelOptions Small = new()
    {
        Members = 1, HiddenWidth = 32, HeadWidth = 32, BatchSize = 64, MeanSteps = 1500, HeadSteps = 800, AdversarialSteps = 800,
    };

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void From_3000_random_transitions_of_cartpole_one_step_ahead_is_known(ulong seed)
    {
        var world = new CartPole();
        LearnedWorld learned = WorldModelTrainer.Train(Logs.Random(world, 3000, seed), Small, seed, new TrainingSession { Threads = 1 });
        TransitionSet fresh = Logs.Random(world, 1000, seed + 100);
        var errors = new OpenLoopError(fresh, EpisodeSplit.Draw(fresh, 0.5, seed), learned).Measure([1, 10]);
        foreach (var e in errors) output.WriteLine($"{seed} {e}");
        Assert.InRange(errors[0].Rmse!.Value, 0, 0.02);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void On_the_slippery_world_the_next_velocity_has_two_humps(ulong seed)
    {
        var world = new SlipperyCartPole();
        LearnedWorld learned = WorldModelTrainer.Train(Logs.Random(world, 3000, seed), Small, seed, new TrainingSession { Threads = 1 });
        foreach (IWorld w in new IWorld[] { world, learned })
        {
            float[] velocities = NextVelocities(w, 2000);
            output.WriteLine($"{seed} " + string.Join(' ', velocities.GroupBy(v => (int)Math.Floor(v / 0.05)).OrderBy(g => g.Key).Select(g => $"{g.Key * 0.05:F2}:{g.Count()}")));
        }
    }

    private static float[] NextVelocities(IWorld world, int count)
    {
        RowKey[] keys = [.. Enumerable.Range(0, count).Select(i => new RowKey(7, (uint)i, 0))];
        var actions = new int[count];
        Array.Fill(actions, 1);
        var next = new float[4 * count];
        world.Step(new StepBatch { Keys = keys, States = new float[4 * count], Actions = actions, NextStates = next, Rewards = new float[count], Endings = new Ending[count] });
        return [.. Enumerable.Range(0, count).Select(row => next[row * 4 + 1])];
    }
}
