using System.Globalization;
using WorldGan.Tests.House;
using WorldGan.WorldModel.Noise;

namespace WorldGan.Tests.WorldModel.Noise;

public class LossSettingsTests
{
    [Fact]
    public void The_readme_lists_what_each_loss_trains_with()
    {
        string table = string.Join('\n', Games.Stepwise.Select(name => Line(name, LossSettings.Of(Games.Options(name)))));
        Assert.True(Repository.Read("src/WorldGan/WorldModel/Noise/README.md").Contains($"| --- |\n{table}\n", StringComparison.Ordinal), $"Expected this table in src/WorldGan/WorldModel/Noise/README.md:\n{table}");
    }

    [Fact]
    public void A_penalty_has_its_weight_and_a_weight_its_penalty() =>
        Assert.All(Games.Adversarial, loss => Assert.Equal(LossSettings.Of(loss).PenaltyWeight is null, Adversary.Of<float>(loss).Points == PenaltyPoints.None));

    private static string Line(string name, LossSettings own)
    {
        IFormattable?[] numbers = [own.CriticSteps, own.PenaltyWeight, own.Window, own.WeightLimit, own.SamplesPerCondition, own.Components, own.LatentScale, own.LearningRate];
        return $"| {name} | {string.Join(" | ", numbers.Select(Text))} | {Text(own.Beta1)}, {Text(own.Beta2)} |";
    }

    private static string Text(IFormattable? number) => number?.ToString(null, CultureInfo.InvariantCulture) ?? "-";
}
