using WorldGan.WorldModel.Watch;

namespace WorldGan.Tests.WorldModel.Watch;

public class NoiseHealthTests
{
    private static readonly NoiseHealth Healthy = new()
    {
        Rows = 256,
        Scale = 0.8,
        LatentSpread = 1,
        LeastDispersion = 1,
        MarginalEnergy = 0.001,
        TrainingDistance = 1,
        NeighbourDistance = 1,
        CriticWins = 0.55,
        CriticGap = 0.2,
    };

    [Fact]
    public void Healthy_noise_gives_no_warning() => Assert.Empty(Healthy.Warnings);

    [Fact]
    public void Each_breakdown_has_its_own_words()
    {
        AssertWarns(TrainingWords.LatentIgnored, Healthy with { LatentSpread = 0.04 });
        AssertWarns(TrainingWords.LatentIgnored, Healthy with { LatentSpread = 0.01, LeastDispersion = 0, CriticWins = 0.9, MarginalEnergy = 0.2 });
        AssertWarns(TrainingWords.HumpCollapsed, Healthy with { LeastDispersion = 0.45 });
        AssertWarns(TrainingWords.CriticTooStrong, Healthy with { CriticWins = 0.9, MarginalEnergy = 0.2 });
        AssertWarns(TrainingWords.CriticTooStrong, Healthy with { CriticGap = 11 });
        AssertWarns(TrainingWords.GeneratorTooStrong, Healthy with { MarginalEnergy = 0.2 });
        AssertWarns(TrainingWords.GeneratorTooStrong, Healthy with { MarginalEnergy = 0.2, CriticWins = 1, CriticGap = 1e-9 });
        AssertWarns(TrainingWords.Memorised, Healthy with { TrainingDistance = 0.4 });
        AssertWarns(TrainingWords.Memorised, Healthy with { NeighbourDistance = 0.4 });
    }

    /// <summary>What the mean missed of an exact world is no noise, and the critic may tell it from the log as well as it likes.</summary>
    [Fact]
    public void Noise_beside_which_a_step_is_large_gives_no_warning() =>
        Assert.Empty((Healthy with { Scale = 0.005, LatentSpread = 0, LeastDispersion = 0, CriticWins = 1, CriticGap = 100, TrainingDistance = 0 }).Warnings);

    [Fact]
    public void Draws_unlike_the_log_are_no_fault_of_a_critic_that_sees_them() => Assert.Empty((Healthy with { MarginalEnergy = 0.2, CriticWins = 0.7 }).Warnings);

    /// <summary>Halfway through a training that ends well the critic may see nine of ten, though what is drawn is nearly right.</summary>
    [Fact]
    public void A_critic_that_sees_small_differences_is_not_too_strong() => Assert.Empty((Healthy with { CriticWins = 0.93, CriticGap = 4 }).Warnings);

    [Fact]
    public void Few_held_out_rows_are_unlike_any_draws_by_chance() => Assert.Empty((Healthy with { MarginalEnergy = 0.2, Rows = 49 }).Warnings);

    [Fact]
    public void Numbers_that_cannot_be_had_give_no_warning() =>
        Assert.Empty((Healthy with { LatentSpread = double.NaN, LeastDispersion = double.NaN, MarginalEnergy = double.NaN, TrainingDistance = double.NaN, NeighbourDistance = double.NaN, CriticWins = null, CriticGap = null }).Warnings);

    [Fact]
    public void A_loss_without_a_critic_shows_no_numbers_of_one()
    {
        Assert.Contains(Healthy.Values, value => value.Name == "criticWins");
        Assert.DoesNotContain((Healthy with { CriticWins = null, CriticGap = null }).Values, value => value.Name.StartsWith("critic", StringComparison.Ordinal));
    }

    private static void AssertWarns(string words, NoiseHealth health) => Assert.Equal([words], health.Warnings);
}
