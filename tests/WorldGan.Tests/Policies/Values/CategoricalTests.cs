using FsCheck.Xunit;
using WorldGan.Policies;
using WorldGan.Policies.Values;
using WorldGan.Worlds;

namespace WorldGan.Tests.Policies.Values;

[Properties(Arbitrary = [typeof(Outputs)])]
public class CategoricalTests
{
    private const int Atoms = 11;                          // at 0, 1, ..., 10: every value that rewards from 0 to 1 allow with a discount of 0.9

    [Property]
    public void A_projection_keeps_the_mass_and_inside_the_range_the_mean(float[] any, byte tenths)
    {
        var learner = new Categorical(Output.Target, Atoms);
        float[] next = [.. Enumerable.Range(0, Atoms).Select(i => i < any.Length && float.IsFinite(any[i]) ? Math.Clamp(any[i], -5, 5) : 0)], target = new float[Atoms];
        float reward = tenths % 11 / 10f;
        learner.Aim(next, new LearnedStep(0, reward, Ending.None), target);
        Assert.Equal(1, target.Sum(), 1e-5);
        Assert.All(target, share => Assert.InRange(share, 0, 1.00001f));
        // reward + 0.9 · [0, 10] lies within [0, 10] for rewards up to 1.
        Assert.Equal(reward + 0.9 * learner.Value(next), Mean(target), 1e-4);
    }

    [Fact]
    public void A_value_between_two_atoms_is_shared_by_nearness_and_one_at_an_atom_is_its_own()
    {
        var target = new float[Atoms];
        new Categorical(Output.Target, Atoms).Aim(new float[Atoms], new LearnedStep(0, 0.25f, Ending.Terminal), target);
        Assert.Equal([0.75f, 0.25f, .. new float[Atoms - 2]], target.Select(share => MathF.Round(share, 5)));
        new Categorical(Output.Target, Atoms).Aim(new float[Atoms], new LearnedStep(0, 1, Ending.Terminal), target);
        Assert.Equal([0f, 1f, .. new float[Atoms - 2]], target.Select(share => MathF.Round(share, 5)));
    }

    [Fact]
    public void What_leaves_the_support_has_the_lowest_value_for_its_future()
    {
        var target = new float[Atoms];
        new Categorical(Output.Target, Atoms).Aim(new float[Atoms], new LearnedStep(0, 1, Ending.LeftSupport), target);
        Assert.Equal(1, Mean(target), 1e-6);
    }

    [Fact]
    public void The_loss_is_the_cross_entropy_and_least_where_the_probabilities_are_the_targets()
    {
        var learner = new Categorical(Output.Target, 2);
        float[] target = [0.25f, 0.75f], logits = [0, MathF.Log(3)], gradient = new float[2];
        Assert.Equal(-0.25 * Math.Log(0.25) - 0.75 * Math.Log(0.75), learner.Descend(logits, target, 1, gradient).Loss, 1e-6);
        Assert.All(gradient, slope => Assert.Equal(0, slope, 1e-6));
    }

    private static double Mean(float[] probabilities) => probabilities.Select((share, value) => (double)share * value).Sum();
}
