using FsCheck.Xunit;
using WorldGan.Policies;
using WorldGan.Policies.Values;

namespace WorldGan.Tests.Policies.Values;

[Properties(Arbitrary = [typeof(Outputs)])]
public class QHeadTests
{
    // Single precision, at most 7 numbers of size 4 in a sum.
    private const double Rounding = 1e-5;

    [Property]
    internal void The_mean_of_all_advantages_is_taken_out(Output output)
    {
        if (output.Network != NetworkKind.Dueling) return;
        int atoms = output.Head.Learner.Atoms;
        float[] got = output.Head.Atoms(output.Numbers).ToArray();
        for (int i = 0; i < atoms; i++) Assert.Equal(output.Numbers[i], Enumerable.Range(0, output.Actions).Average(a => got[a * atoms + i]), Rounding);
    }

    [Property]
    internal void Atoms_differ_as_the_advantages_do(Output output)
    {
        int atoms = output.Head.Learner.Atoms, first = output.Network == NetworkKind.Dueling ? atoms : 0;
        float[] got = output.Head.Atoms(output.Numbers).ToArray();
        for (int at = 0; at < got.Length; at++) Assert.Equal(output.Numbers[first + at] - output.Numbers[first + at % atoms], got[at] - got[at % atoms], Rounding);
    }

    [Property]
    internal void What_is_common_to_all_advantages_does_not_count(Output output)
    {
        if (output.Network != NetworkKind.Dueling) return;
        int atoms = output.Head.Learner.Atoms;
        float[] lifted = [.. output.Numbers[..atoms], .. output.Numbers[atoms..].Select((advantage, at) => advantage + 2 + at % atoms)];
        float[] expected = output.Values(), got = output.Values(lifted);
        for (int a = 0; a < got.Length; a++) Assert.Equal(expected[a], got[a], 10 * Rounding);
    }

    [Property]
    internal void A_plain_network_says_the_atoms_themselves(Output output)
    {
        if (output.Network == NetworkKind.Plain) Assert.Equal(output.Numbers, output.Head.Atoms(output.Numbers).ToArray());
    }

    [Property]
    internal void The_gradient_is_the_slope_of_the_atoms_along_each_output(Output output)
    {
        // Atoms are linear in the output, so that a central difference has no error but rounding. Here the loss is their sum with the others as weights.
        const float Step = 0.5f;
        QHead head = output.Head;
        float[] slopes = output.Others[..head.Atoms(output.Numbers).Length], gradient = new float[output.Numbers.Length];
        head.Gradient(slopes, gradient);
        for (int i = 0; i < gradient.Length; i++) Assert.Equal((Loss(i, Step) - Loss(i, -Step)) / (2 * Step), gradient[i], 20 * Rounding);

        double Loss(int i, float by)
        {
            double sum = 0;
            ReadOnlySpan<float> atoms = head.Atoms(output.Moved(i, by));
            for (int at = 0; at < atoms.Length; at++) sum += (double)slopes[at] * atoms[at];
            return sum;
        }
    }

    [Property]
    internal void The_slope_of_a_value_is_that_of_central_differences(Output output)
    {
        const float Step = 0.01f, Slope = -1.5f;
        IValueLearner learner = output.Head.Learner;
        float[] atoms = output.Numbers[..learner.Atoms], gradient = new float[atoms.Length];
        learner.AddValueGradient(atoms, Slope, gradient);
        for (int i = 0; i < atoms.Length; i++)
        {
            float[] up = output.Moved(i, Step)[..atoms.Length], down = output.Moved(i, -Step)[..atoms.Length];
            // Values are up to 10, of 24 bits, over 2 · Step; a softmax's third derivative is below 10 and counts Step² / 6.
            Assert.Equal(Slope * (learner.Value(up) - learner.Value(down)) / (2 * Step), gradient[i], 1e-3);
        }
    }

    [Property]
    internal void The_best_action_has_the_highest_value(Output output)
    {
        float[] values = output.Values();
        Assert.Equal(values.Max(), values[QHead.Best(values)]);
    }

    [Fact]
    public void Of_equal_values_the_first_is_best() => Assert.Equal(1, QHead.Best([0f, 2f, 2f]));
}
