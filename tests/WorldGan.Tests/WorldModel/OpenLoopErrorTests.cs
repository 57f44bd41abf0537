using WorldGan.Datasets;
using WorldGan.Tests.Datasets;
using WorldGan.WorldModel;
using WorldGan.Worlds;

namespace WorldGan.Tests.WorldModel;

public class OpenLoopErrorTests
{
    // x grows by 1 a step in every episode, y by nothing; the standard deviation of x over 0 to 9 is √8.25.
    private static readonly TransitionSet Data = TransitionSet.From(SmallWorld.SpecOf(new("x"), new("y")),
        Enumerable.Range(0, 40).Select(e => SmallWorld.EpisodeOf($"{e}", Ending.None, 2, [.. Enumerable.Range(0, 11).SelectMany(i => new double[] { i, 5 })])));

    private static readonly EpisodeSplit Split = EpisodeSplit.Draw(Data, 0.5, 1);

    [Fact]
    public void A_world_that_is_right_has_no_error_at_any_step() =>
        Assert.All([1, 5, 8], horizon => Assert.Equal(0, Measure(new Growing(1), horizon).Rmse));

    /// <summary>A world that grows by 3/2 is off by k/2 after k steps; the constant y does not dilute it.</summary>
    [Fact]
    public void An_error_adds_up_over_the_steps_in_units_of_the_logs_deviation()
    {
        Assert.Equal(0.5 / Math.Sqrt(8.25), Measure(new Growing(1.5f), 1).Rmse!.Value, 1e-6);
        Assert.Equal(2 / Math.Sqrt(8.25), Measure(new Growing(1.5f), 4).Rmse!.Value, 1e-6);
    }

    /// <summary>Persistence stays where x was, which is k behind after k steps.</summary>
    [Fact]
    public void Without_a_world_the_error_is_that_of_persistence() => Assert.Equal(3 / Math.Sqrt(8.25), Measure(null, 3).Rmse!.Value, 1e-6);

    [Theory]
    [InlineData(1, 200)]
    [InlineData(10, 20)]
    [InlineData(11, 0)]
    public void Windows_stay_within_held_out_episodes(int horizon, int windows) =>
        Assert.Equal(windows, Measure(new Growing(1), horizon).Windows);

    [Fact]
    public void Fewer_than_30_windows_say_nothing() => Assert.Null(Measure(new Growing(1), 10).Rmse);

    /// <summary>Copies of earlier steps are known: they would only dilute the error.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    public void What_a_row_remembers_does_not_count(int horizon)
    {
        TransitionSet seen = SmallWorld.Linear.Record(40, 20), remembered = (SmallWorld.Linear with { Spec = SmallWorld.Linear.Spec with { History = 4 } }).Record(40, 20);
        Assert.Equal([0, 1], Normalizer.Measure(remembered).Varying(remembered.Spec));
        Assert.Equal(Measure(null, horizon, seen), Measure(null, horizon, remembered));
    }

    private static OpenLoopErrorAt Measure(IWorld? world, int horizon, TransitionSet? data = null) =>
        new OpenLoopError((data ?? Data).Spec, Normalizer.Measure(data ?? Data)).Measure(world, OpenLoopWindows.HeldOut(data ?? Data, data is null ? Split : EpisodeSplit.Draw(data, 0.5, 1), horizon));

    private sealed class Growing(float by) : IWorld
    {
        public WorldSpec Spec => Data.Spec;

        public void Reset(ReadOnlySpan<RowKey> keys, Span<float> states) => throw new NotSupportedException();

        public void Step(StepBatch batch)
        {
            for (int i = 0; i < batch.States.Length; i++) batch.NextStates[i] = batch.States[i] + (i % 2 == 0 ? by : 0);
        }
    }
}
