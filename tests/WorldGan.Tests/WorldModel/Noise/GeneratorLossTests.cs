using WorldGan.Numerics;
using WorldGan.Tests.Numerics;
using WorldGan.WorldModel;
using WorldGan.WorldModel.Noise;

namespace WorldGan.Tests.WorldModel.Noise;

public class GeneratorLossTests
{
    private const int Batch = 70, Condition = 3, Outcomes = 2;

    public static TheoryData<WorldModelLoss> All => new(Games.Adversarial);

    // Central differences over 2e-5 in double precision, in every tenth row: both blocks, of 64 rows and of six, are met.
    [Theory]
    [MemberData(nameof(All))]
    public void The_slope_says_how_the_loss_changes_as_an_outcome_moves(WorldModelLoss name)
    {
        GeneratorLoss<double> loss = Filled(name, out _);
        Differentiate(loss);
        double[][] slopes = [.. Enumerable.Range(0, Batch).Select(row => loss.Slope(row).ToArray())];
        for (int row = 5; row < Batch; row += 10)
        {
            for (int o = 0; o < Outcomes; o++)
            {
                double At(double step)
                {
                    loss.Fake(row)[Condition + o] += step;
                    Differentiate(loss);
                    loss.Fake(row)[Condition + o] -= step;
                    return loss.Value;
                }

                Assert.Equal((At(1e-5) - At(-1e-5)) / 2e-5, slopes[row][o], 1e-9);
            }
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void The_value_is_the_mean_over_the_pairs(WorldModelLoss name)
    {
        GeneratorLoss<double> loss = Filled(name, out Mlp<double> critic);
        Differentiate(loss);
        IRatingLoss<double> ratings = Adversary.Of<double>(name).Ratings;
        double expected = Enumerable.Range(0, Batch).Average(row =>
            ratings.Generator(loss.ComparesPairs ? ReferenceMlp.Forward(critic, loss.Real(row))[0] : 0, ReferenceMlp.Forward(critic, loss.Fake(row))[0]));
        Assert.Equal(expected, loss.Value, 1e-13);
        Assert.Equal(ratings.ComparesPairs, loss.ComparesPairs);
    }

    private static void Differentiate(GeneratorLoss<double> loss)
    {
        for (int row = 0; row < Batch; row += MlpPass<double>.BlockRows) loss.Differentiate(row, Math.Min(Batch, row + MlpPass<double>.BlockRows));
    }

    private static GeneratorLoss<double> Filled(WorldModelLoss name, out Mlp<double> critic)
    {
        critic = new Mlp<double>(new MlpShape(Condition + Outcomes, 7, 2, 1, Activation.LeakyRelu) { Given = Condition });
        critic.Initialize(new RandomStream(21, RandomPurpose.Weights));
        var loss = new GeneratorLoss<double>(critic, Adversary.Of<double>(name).Ratings, Batch);
        for (int row = 0; row < Batch; row++)
        {
            Draws.Normals(Condition + Outcomes, (ulong)row).CopyTo(loss.Fake(row));
            if (loss.ComparesPairs) Draws.Normals(Condition + Outcomes, (ulong)row + 100).CopyTo(loss.Real(row));
        }

        return loss;
    }
}
