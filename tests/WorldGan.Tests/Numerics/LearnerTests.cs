using WorldGan.Numerics;

namespace WorldGan.Tests.Numerics;

public class LearnerTests
{
    private static readonly MlpShape Shape = new(2, 3, 1, 1, Activation.Tanh);

    [Fact]
    public void The_average_starts_at_the_first_weights_and_forgets_them_faster_in_the_first_steps()
    {
        var average = new Mlp<float>(Shape);
        var learner = new Learner(Shape, new RandomStream(1, RandomPurpose.Weights), average, averaging: 0.3f);
        Same.Bits(learner.Net.Parameters, average.Parameters);
        double[] expected = Array.ConvertAll(average.Parameters, p => (double)p);
        for (int step = 0; step < 30; step++)
        {
            Draws.Singles(learner.Gradient.Length, (ulong)step).CopyTo(learner.Gradient, 0);
            learner.Descend(0.1f);
            double decay = Math.Min(0.3, (1.0 + step) / (10 + step));
            for (int i = 0; i < expected.Length; i++) expected[i] = decay * expected[i] + (1 - decay) * learner.Net.Parameters[i];
            for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], average.Parameters[i], 1e-5);
        }
    }

    [Fact]
    public void Averaged_weights_of_a_decay_of_zero_are_the_weights()
    {
        var average = new Mlp<float>(Shape);
        var learner = new Learner(Shape, new RandomStream(1, RandomPurpose.Weights), average, averaging: 0);
        Draws.Singles(learner.Gradient.Length, 1).CopyTo(learner.Gradient, 0);
        learner.Descend(0.1f);
        for (int i = 0; i < average.Parameters.Length; i++) Assert.Equal(learner.Net.Parameters[i], average.Parameters[i], 1e-6);
    }

    [Fact]
    public void Clipping_brings_every_parameter_into_its_limit_and_leaves_the_smaller_ones()
    {
        var learner = new Learner(Shape, new RandomStream(1, RandomPurpose.Weights));
        float[] before = [.. learner.Net.Parameters];
        int version = learner.Net.Version;
        learner.Clip(0.3f);
        Assert.Contains(before, p => MathF.Abs(p) > 0.3f);
        Assert.Equal(before.Select(p => MathF.Abs(p) > 0.3f ? MathF.CopySign(0.3f, p) : p), learner.Net.Parameters);
        Assert.NotEqual(version, learner.Net.Version);
    }

    [Fact]
    public void A_restored_learner_goes_on_with_the_same_bits()
    {
        Mlp<float> average = new(Shape), otherAverage = new(Shape);
        Learner one = new(Shape, new RandomStream(1, RandomPurpose.Weights), average, 0.99f), other = new(Shape, new RandomStream(2, RandomPurpose.Weights), otherAverage, 0.99f);
        for (int step = 0; step < 3; step++) Descend(one, step);
        foreach (((_, Array from), (_, Array to)) in one.State.Zip(other.State)) from.CopyTo(to, 0);
        other.Restored();
        Same.Bits<float>(one.Net.Transposed(0), other.Net.Transposed(0));
        for (int step = 3; step < 6; step++)
        {
            Descend(one, step);
            Descend(other, step);
            Same.Bits(one.Net.Parameters, other.Net.Parameters);
            Same.Bits(average.Parameters, otherAverage.Parameters);
        }
    }

    private static void Descend(Learner learner, int step)
    {
        Draws.Singles(learner.Gradient.Length, (ulong)step).CopyTo(learner.Gradient, 0);
        learner.Descend(0.1f);
    }
}
