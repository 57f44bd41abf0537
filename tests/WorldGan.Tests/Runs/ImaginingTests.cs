using WorldGan.Rollouts;
using WorldGan.Runs;
using WorldGan.WorldModel;

namespace WorldGan.Tests.Runs;

public sealed class ImaginingTests(TrainedArm run) : IClassFixture<TrainedArm>
{
    private static readonly ImaginationRequest Request = new() { Rows = 7, Horizon = 5, Seed = 3 };

    [Fact]
    public void Rows_and_horizon_are_those_of_the_request()
    {
        RolloutBatch batch = Assert.Single(Imagine(Request));
        Assert.Equal((7, 5), (batch.Count, batch.Horizon));
        Assert.Equal(Enumerable.Range(0, 7).Select(i => (3ul, (uint)i)), batch.Starts.Select(key => (key.Seed, key.Trajectory)));
        Assert.Equal(30, Assert.Single(Imagine(Request with { Horizon = null })).Horizon);      // the world's step limit
    }

    [Fact]
    public void Trajectories_do_not_depend_on_how_they_are_cut_into_batches()
    {
        RolloutBatch[] cut = [.. Imagine(Request with { Horizon = 1_500_000 })];
        Assert.True(cut.Length > 1, "Expected several batches.");
        Assert.Equal(cut.SelectMany(batch => batch.Lengths), Assert.Single(Imagine(Request with { Horizon = 30 })).Lengths);
    }

    [Fact]
    public void Starts_are_beginnings_of_episodes_or_any_logged_state()
    {
        LearnedWorld world = LearnedWorldFile.Read(run.Folder.World).World;
        Assert.Equal(StartStates.Episodes(world, 7, 3).States, Assert.Single(Imagine(Request with { Horizon = 0 })).States);
        Assert.Contains(Assert.Single(Imagine(Request with { Start = ImaginedStart.Logged })).Starts, key => key.Step > 0);
    }

    [Fact]
    public void The_random_policy_and_the_trained_one_act_differently() =>
        Assert.NotEqual(Assert.Single(Imagine(Request)).Actions, Assert.Single(Imagine(Request with { Policy = ImaginedPolicy.Random })).Actions);

    [Fact]
    public void A_horizon_that_no_array_can_hold_is_refused() =>
        Assert.Contains("shorter horizon", Assert.Throws<ArgumentException>(() => Imagine(Request with { Horizon = int.MaxValue }).First()).Message, StringComparison.Ordinal);

    [Fact]
    public void A_run_without_a_policy_imagines_under_the_random_one_only()
    {
        var half = new RunFolder(run.PathOf("half"));
        Directory.CreateDirectory(half.Path);
        foreach (string file in new[] { "run.json", "world.safetensors" }) File.Copy(Path.Combine(run.Folder.Path, file), Path.Combine(half.Path, file));
        Assert.Throws<InvalidDataException>(() => Imagining.Run(half, Request, threads: 1));
        Assert.Single(Imagining.Run(half, Request with { Policy = ImaginedPolicy.Random }, threads: 1));
    }

    private IEnumerable<RolloutBatch> Imagine(ImaginationRequest request) => Imagining.Run(run.Folder, request, threads: 1);
}
