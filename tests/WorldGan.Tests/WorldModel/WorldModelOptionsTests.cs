using System.Reflection;
using WorldGan.Tests.WorldModel.Noise;
using WorldGan.WorldModel;
using WorldGan.Worlds.Json;

namespace WorldGan.Tests.WorldModel;

public class WorldModelOptionsTests
{
    public static TheoryData<string> Names => new(typeof(WorldModelOptions).GetProperties().Select(p => p.Name));

    public static TheoryData<string> Noises => new(Games.Noises);

    [Theory]
    [MemberData(nameof(Names))]
    public void Each_option_changes_the_world_that_is_learned(string name)
    {
        PropertyInfo option = typeof(WorldModelOptions).GetProperty(name)!;
        WorldModelOptions options = Games.Noises.Select(noise => Games.Options(noise).Resolved()).Prepend(Tiny.Options).First(o => option.GetValue(o) is not null);
        Assert.NotEqual(Tiny.Fingerprint(Tiny.Train(options)), Tiny.Fingerprint(Tiny.Train(WithAnother(option, options))));
    }

    [Fact]
    public void Each_loss_and_each_model_learns_a_world_of_its_own()
    {
        byte[][] worlds =
        [
            .. Games.Losses.Select(loss => Tiny.Fingerprint(Tiny.Train(Tiny.Options with { Loss = loss, LatentScale = 3 }))),
            .. new[] { "mse", "gaussian", "mixture" }.Select(model => Tiny.Fingerprint(Tiny.Train(Games.Options(model)))),
        ];
        Assert.Equal(worlds.Length, worlds.Select(Convert.ToHexString).Distinct().Count());
    }

    [Fact]
    public void The_default_loss_has_the_numbers_that_it_always_had()
    {
        WorldModelOptions written = Tiny.Options with { Loss = WorldModelLoss.WganGp, CriticSteps = 2, PenaltyWeight = 0.1, Window = 1, LatentScale = 3, AdversarialLearningRate = 1e-3 };
        Assert.Equal(written, Tiny.Options.Resolved());
        Assert.Equal(Tiny.Fingerprint(Tiny.Train(written)), Tiny.Fingerprint(Tiny.Train()));
    }

    [Theory]
    [MemberData(nameof(Noises))]
    public void What_is_resolved_stays_and_can_be_written_and_read(string name)
    {
        WorldModelOptions resolved = (Games.Options(name) with { AdversarialLearningRate = 0.1 }).Resolved();
        Assert.Equal(0.1, resolved.AdversarialLearningRate);
        Assert.Equal(resolved, resolved.Resolved());
        Assert.Equal(resolved, SettingsFile.Parse<WorldModelOptions>(SettingsFile.Format(resolved), "settings"));
    }

    [Theory]
    [InlineData("energy-score", "criticSteps", "3")]
    [InlineData("energy-score", "penaltyWeight", "0.1")]
    [InlineData("energy-score", "window", "4")]
    [InlineData("wgan", "penaltyWeight", "0.1")]
    [InlineData("wgan-gp", "weightLimit", "0.1")]
    [InlineData("rpgan", "samplesPerCondition", "2")]
    [InlineData("wgan-gp", "components", "2")]
    public void An_option_that_the_loss_ignores_is_a_fault(string loss, string key, string value)
    {
        string[] settings = [$"loss={loss}", $"{key}={value}"];
        string message = Assert.Throws<FaultyFileException>(() => SettingsFile.FromDefaults<WorldModelOptions>(settings)).Message;
        Assert.Contains($"{key}={value}: the loss {loss} has no use for it; leave it out, or null.", message);
    }

    [Theory]
    [InlineData("mse", "adversarialLearningRate", "0.1")]
    [InlineData("mse", "window", "4")]
    [InlineData("gaussian", "window", "4")]
    [InlineData("mixture", "window", "4")]
    [InlineData("gaussian", "loss", "wgan-gp")]
    [InlineData("gaussian", "components", "2")]
    [InlineData("gaussian", "latentScale", "3")]
    [InlineData("mixture", "loss", "rpgan")]
    [InlineData("mixture", "criticSteps", "2")]
    public void An_option_that_the_model_ignores_is_a_fault(string model, string key, string value)
    {
        string[] settings = [$"model={model}", $"{key}={value}"];
        string message = Assert.Throws<FaultyFileException>(() => SettingsFile.FromDefaults<WorldModelOptions>(settings)).Message;
        Assert.Contains($"{key}={value}: the model {model} has no use for it; leave it out, or null.", message);
    }

    [Fact]
    public void A_training_refuses_options_that_fight_each_other() =>
        Assert.Contains("WeightLimit", Assert.Throws<ArgumentException>(() => Tiny.Train(Tiny.Options with { WeightLimit = 0.1 })).Message);

    private static WorldModelOptions WithAnother(PropertyInfo option, WorldModelOptions options)
    {
        WorldModelOptions changed = options with { };
        option.SetValue(changed, option.GetValue(changed) switch
        {
            int number => 2 * number,
            double number => number / 2,
            bool flag => !flag,
            WorldModelLoss => WorldModelLoss.Rpgan,        // it uses the same options
            Enum choice => Enum.GetValues(option.PropertyType).Cast<object>().First(other => !other.Equals(choice)),
            var other => throw new NotSupportedException($"Say here how to change '{option.Name}', {other}."),
        });
        return changed;
    }
}
