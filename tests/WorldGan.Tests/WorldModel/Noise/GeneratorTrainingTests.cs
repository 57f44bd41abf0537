using WorldGan.Datasets;
using WorldGan.WorldModel;
using WorldGan.WorldModel.Noise;

namespace WorldGan.Tests.WorldModel.Noise;

public class GeneratorTrainingTests
{
    private const int Samples = 3;

    private static readonly EpisodeSplit Split = EpisodeSplit.Draw(Tiny.Data, 0.1, 1);

    private readonly WorldModelLayout _layout = Tiny.LayoutOf(Tiny.Data, Tiny.Options with { ConditionNoise = 0 });
    private readonly GeneratorTraining _generator;

    // A residual tells the row of the log that it belongs to.
    public GeneratorTrainingTests() => _generator = Start(_layout);

    private static GeneratorTraining Start(WorldModelLayout layout)
    {
        var member = new WorldModelMember(layout);
        Array.Fill(member.Scale, 1);
        var generator = new GeneratorTraining(layout, member, Tiny.Data, Split, [.. Enumerable.Range(0, Tiny.Data.Count * layout.Outcomes).Select(i => (float)(i / layout.Outcomes))], 1, Samples);
        generator.Draw();
        return generator;
    }

    [Fact]
    public void Noise_on_conditions_moves_the_features_of_the_state_alike_for_all_samples_and_leaves_the_action()
    {
        GeneratorTraining moved = Start(Tiny.LayoutOf(Tiny.Data, Tiny.Options with { ConditionNoise = 0.5 }));
        int features = _layout.Encoder.StateFeatures;
        double square = 0;
        for (int row = 0; row < _generator.Rows; row++)
        {
            ReadOnlySpan<float> plain = _generator.Condition(row), noisy = moved.Condition(row);
            Assert.Equal(plain[features..].ToArray(), noisy[features..].ToArray());
            Assert.Equal(moved.Condition(row / Samples * Samples).ToArray(), noisy.ToArray());
            for (int i = 0; i < features; i++) square += (noisy[i] - plain[i]) * (noisy[i] - plain[i]) / (features * (double)_generator.Rows);
        }

        Assert.InRange(Math.Sqrt(square), 0.35, 0.65);         // 8 conditions of 7 features: a standard deviation of 0.05
    }

    [Fact]
    public void Each_row_has_the_condition_of_its_logged_outcome_and_trains_only_on_training_rows()
    {
        float[] condition = new float[_layout.Condition];
        for (int row = 0; row < _generator.Rows; row++)
        {
            int logged = Logged(row);
            Assert.Contains(logged, Split.Training);
            _layout.WriteCondition(Tiny.Data, logged, condition);
            Assert.Equal(condition, _generator.Condition(row).ToArray());
        }
    }

    [Fact]
    public void Samples_of_a_condition_stand_beside_each_other_and_differ()
    {
        Assert.Equal(Samples * Tiny.Options.BatchSize, _generator.Rows);
        _generator.Infer();
        Assert.All(Enumerable.Range(0, _generator.Rows), row => Assert.Equal(Logged(row / Samples * Samples), Logged(row)));
        Assert.Equal(_generator.Rows, Enumerable.Range(0, _generator.Rows).Select(Generated).Distinct().Count());
    }

    [Fact]
    public void Batches_differ_from_draw_to_draw()
    {
        int[] first = [.. Enumerable.Range(0, _generator.Rows).Select(Logged)];
        Assert.Equal(1u, _generator.Draw());
        Assert.NotEqual(first, Enumerable.Range(0, _generator.Rows).Select(Logged));
    }

    /// <summary>A variable whose scale is far below the largest weighs less in the loss.</summary>
    [Fact]
    public void A_nearly_exact_variable_counts_by_its_share_of_a_tenth_of_the_largest_scale()
    {
        var member = new WorldModelMember(_layout);
        (member.Scale[0], member.Scale[1]) = (2, 0.02f);
        var generator = new GeneratorTraining(_layout, member, Tiny.Data, Split, [.. Enumerable.Repeat(1f, Tiny.Data.Count * _layout.Outcomes)], 1);
        generator.Draw();
        float[] logged = new float[_layout.Outcomes];
        generator.WriteLogged(0, logged);
        Assert.Equal([1, 0.1f], logged, (a, b) => Math.Abs(a - b) < 1e-6f);
    }

    private int Logged(int row)
    {
        float[] logged = new float[_layout.Outcomes];
        _generator.WriteLogged(row, logged);
        return (int)logged[0];
    }

    private float Generated(int row)
    {
        float[] generated = new float[_layout.Outcomes];
        _generator.WriteGenerated(row, generated);
        return generated[0];
    }
}
