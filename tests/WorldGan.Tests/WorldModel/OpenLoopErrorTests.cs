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
        Assert.All(new OpenLoopError(Data, Split, new Growing(1)).Measure([1, 5, 8]), e => Assert.Equal(0, e.Rmse));

    /// <summary>A world that grows by 3/2 is off by k/2 after k steps; the constant y does not dilute it.</summary>
    [Fact]
    public void An_error_adds_up_over_the_steps_in_units_of_the_logs_deviation()
    {
        foreach (OpenLoopErrorAt error in new OpenLoopError(Data, Split, new Growing(1.5f)).Measure([1, 4]))
            Assert.Equal(0.5 * error.Step / Math.Sqrt(8.25), error.Rmse!.Value, 1e-6);
    }

    [Theory]
    [InlineData(1, 200)]
    [InlineData(10, 20)]
    [InlineData(11, 0)]
    public void Windows_stay_within_held_out_episodes(int horizon, int windows) =>
        Assert.Equal(windows, new OpenLoopError(Data, Split, new Growing(1)).Measure([horizon])[0].Windows);

    [Fact]
    public void Fewer_than_30_windows_say_nothing() => Assert.Null(new OpenLoopError(Data, Split, new Growing(1)).Measure([10])[0].Rmse);

    /// <summary>Copies of earlier steps are known: they would only dilute the error.</summary>
    [Fact]
    public void What_a_row_remembers_does_not_count()
    {
        TransitionSet seen = SmallWorld.Linear.Record(40, 20), remembered = (SmallWorld.Linear with { Spec = SmallWorld.Linear.Spec with { History = 4 } }).Record(40, 20);
        Assert.Equal([0, 1], Normalizer.Measure(remembered).Varying(remembered.Spec));
        Assert.Equal(
            new OpenLoopError(seen, EpisodeSplit.Draw(seen, 0.5, 1), new Still(seen.Spec)).Measure([1, 5]),
            new OpenLoopError(remembered, EpisodeSplit.Draw(remembered, 0.5, 1), new Still(remembered.Spec)).Measure([1, 5]));
    }

    private sealed class Still(WorldSpec spec) : IWorld
    {
        public WorldSpec Spec => spec;

        public void Reset(ReadOnlySpan<RowKey> keys, Span<float> states) => throw new NotSupportedException();

        public void Step(StepBatch batch) => batch.States.CopyTo(batch.NextStates);
    }

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
