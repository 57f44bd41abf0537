using WorldGan.Datasets;
using WorldGan.Evaluation;
using WorldGan.Numerics;
using WorldGan.Tests.Datasets;
using WorldGan.Worlds;

namespace WorldGan.Tests.Evaluation;

/// <summary>A variable that moves by a standard normal number a step, and worlds that spread as much, less or more.</summary>
public class CalibrationTests
{
    private const int Rows = 1000;

    private static readonly TransitionSet Data = Walk();

    [Fact]
    public void The_true_spread_covers_what_it_says()
    {
        Calibration calibration = Measure(1);
        Assert.InRange(calibration.Coverage50, 0.45, 0.55);        // standard deviation 0.016
        Assert.InRange(calibration.Coverage90, 0.87, 0.93);        // 0.01
        Assert.InRange(calibration.PlaceDistance, 0, 0.06);        // above 0.05 once in a hundred
    }

    /// <summary>Half the spread: the middle 90 % reach to 0.82 standard deviations, where 59 % of the truth lies.</summary>
    [Fact]
    public void Too_little_spread_covers_too_little() => Assert.InRange(Measure(0.5).Coverage90, 0.54, 0.64);

    [Fact]
    public void Too_much_spread_covers_too_much() => Assert.InRange(Measure(2).Coverage90, 0.99, 1);

    [Fact]
    public void Noise_cannot_be_explained()
    {
        Calibration calibration = Measure(1);
        Assert.InRange(calibration.R2, -0.1, 0.1);
        Assert.Equal(1 / Normalizer.Measure(Data).StandardDeviation[0], calibration.Rmse, 0.1 / Normalizer.Measure(Data).StandardDeviation[0]);
    }

    private static Calibration Measure(double spread) => Assert.Single(Calibration.Measure(new NormalWorld(spread), Data, [.. Enumerable.Range(0, Rows)], seed: 4));

    private static TransitionSet Walk()
    {
        var random = new RandomStream(1, RandomPurpose.Start);
        var states = new double[Rows + 1];
        for (int i = 1; i <= Rows; i++) states[i] = states[i - 1] + random.NextNormal();
        return TransitionSet.From(SmallWorld.SpecOf(new StateVariable("x")), [SmallWorld.EpisodeOf("e", Ending.None, 1, states)]);
    }

    private sealed class NormalWorld(double spread) : IWorld
    {
        public WorldSpec Spec => Data.Spec;

        public void Reset(ReadOnlySpan<RowKey> keys, Span<float> states) => throw new NotSupportedException();

        public void Step(StepBatch batch)
        {
            for (int row = 0; row < batch.Count; row++)
            {
                var random = new RandomStream(batch.Keys[row].Seed, RandomPurpose.Dynamics, batch.Keys[row].Trajectory);
                batch.NextStates[row] = batch.States[row] + (float)(spread * random.NextNormal());
            }
        }
    }
}
