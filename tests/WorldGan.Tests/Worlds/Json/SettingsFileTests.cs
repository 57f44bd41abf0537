using System.ComponentModel.DataAnnotations;
using System.Text;
using FsCheck.Xunit;
using WorldGan.Worlds.Json;

namespace WorldGan.Tests.Worlds.Json;

public class SettingsFileTests
{
    public enum Loss
    {
        WganGp,
        NonSaturating,
    }

    public sealed record Settings
    {
        public ulong Seed { get; init; }

        public string Note { get; init; } = "none";

        public Loss Loss { get; init; } = Loss.WganGp;

        public Critic Critic { get; init; } = new();

        public Schedule Schedule { get; init; } = new();
    }

    public sealed record Happening(DateTimeOffset At);

    [Theory]
    [InlineData("2030-01-02T03:04:05+00:00")]
    [InlineData("2030-01-02T03:04:05.678+02:00")]
    public void Times_come_back_as_they_were(string at)
    {
        var happening = new Happening(DateTimeOffset.Parse(at, System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(happening, SettingsFile.Parse<Happening>(SettingsFile.Format(happening), "file"));
        Assert.Contains(at, Encoding.UTF8.GetString(SettingsFile.Format(happening)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"yesterday\"")]
    [InlineData("\"2030-13-02T03:04:05Z\"")]
    [InlineData("17")]
    public void What_is_no_time_is_told(string at) =>
        Assert.Contains("at: expected a time such as '2026-01-31T12:00:00+00:00', got ", Assert.Throws<FaultyFileException>(() => SettingsFile.Parse<Happening>(Encoding.UTF8.GetBytes($"{{\"at\":{at}}}"), "file")).Message, StringComparison.Ordinal);

    public sealed record Critic
    {
        [Range(0.0, 1.0, MinimumIsExclusive = true)]
        public float LearningRate { get; init; } = 1e-3f;

        [Range(1, 4096), MinLength(1, ErrorMessage = "expected at least one layer.")]
        public IReadOnlyList<int> Hidden { get; init; } = [128, 128];

        public bool IsAveraged { get; init; } = true;

        [Range(0.0, double.MaxValue)]
        public double? PenaltyWeight { get; init; } = 0.1;

        public int Layers => Hidden.Count;
    }

    public sealed record Schedule : IValidatableObject
    {
        [Range(0, int.MaxValue)]
        public int Warmup { get; init; } = 10;

        [Range(1, int.MaxValue)]
        public int Steps { get; init; } = 1000;

        public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) =>
            Warmup > Steps ? [new($"expected at most the {Steps} steps, got {Warmup}.", [nameof(Warmup)])] : [];
    }

    [Fact]
    public void An_empty_file_gives_the_defaults() => Assert.Equal(Text(new Settings()), Text(Parse("{}")));

    [Fact]
    public void Every_kind_of_value_is_read()
    {
        var read = Parse("""
            { "seed": 18446744073709551615, "note": "ü", "loss": "non-saturating", "schedule": { "steps": 1e6 },
              "critic": { "learningRate": 0.1, "hidden": [1, 2, 3], "isAveraged": false, "penaltyWeight": null } }
            """);
        Assert.Equal((ulong.MaxValue, "ü", Loss.NonSaturating, 1_000_000), (read.Seed, read.Note, read.Loss, read.Schedule.Steps));
        Assert.Equal((0.1f, false, null), (read.Critic.LearningRate, read.Critic.IsAveraged, read.Critic.PenaltyWeight));
        Assert.Equal([1, 2, 3], read.Critic.Hidden);
    }

    [Property]
    public void Writing_and_reading_changes_no_bit(ulong seed, float rate, double weight, bool isAveraged, bool isSaturating, FsCheck.PositiveInt layer)
    {
        var settings = new Settings
        {
            Seed = seed,
            Loss = isSaturating ? Loss.NonSaturating : Loss.WganGp,
            Critic = new Critic
            {
                LearningRate = MathF.Abs(rate) is var r && r > 0 && r <= 1 ? r : float.Epsilon,
                PenaltyWeight = double.IsFinite(weight) ? Math.Abs(weight) : null,
                IsAveraged = isAveraged,
                Hidden = [Math.Min(layer.Get, 4096), 1],
            },
        };
        var read = SettingsFile.Parse<Settings>(SettingsFile.Format(settings), "run.json");
        Assert.Equal(settings.Critic with { Hidden = [] }, read.Critic with { Hidden = settings.Critic.Hidden } with { Hidden = [] });
        Assert.Equal(settings.Critic.Hidden, read.Critic.Hidden);
        Assert.Equal(Text(settings), Text(read));
    }

    [Fact]
    public void Every_fault_is_listed_at_once_with_its_place()
    {
        var error = Assert.Throws<FaultyFileException>(() => Parse("""
            {
              "sed": 1,
              "seed": -1,
              "loss": "wgangp",
              "critic": { "learningRate": 0, "hidden": [64, 0, "x"], "layers": 2, "isAveraged": 1 },
              "schedule": { "warmup": 11, "steps": 10 }
            }
            """));
        Assert.Equal(
            """
            run.json(2,3): sed: this key is not known. Did you mean 'seed'?
            run.json(3,11): seed: expected a whole number from 0 to 18446744073709551615, got -1.
            run.json(4,11): loss: expected one of wgan-gp, non-saturating, got 'wgangp'. Did you mean 'wgan-gp'?
            run.json(5,31): critic.learningRate: expected a number above 0 and of at most 1, got 0.
            run.json(5,49): critic.hidden[1]: expected a number of at least 1 and of at most 4096, got 0.
            run.json(5,52): critic.hidden[2]: expected a whole number, got 'x'.
            run.json(5,58): critic.layers: this key is not known. Expected one of hidden, isAveraged, learningRate, penaltyWeight.
            run.json(5,85): critic.isAveraged: expected true or false, got 1.
            run.json(6,27): schedule.warmup: expected at most the 10 steps, got 11.
            """,
            error.Message);
    }

    [Theory]
    [InlineData("""{ "critic": { "hidden": [64, 0] } }""", "critic.hidden[1]", "expected a number of at least 1 and of at most 4096, got 0.")]
    [InlineData("""{ "critic": { "hidden": [] } }""", "critic.hidden", "expected at least one layer.")]
    [InlineData("""{ "critic": { "hidden": 64 } }""", "critic.hidden", "expected a list, got 64.")]
    [InlineData("""{ "critic": { "penaltyWeight": -1 } }""", "critic.penaltyWeight", "expected a number of at least 0, got -1.")]
    [InlineData("""{ "critic": { "learningRate": 1e39 } }""", "critic.learningRate", "expected a finite number, got 1e39.")]
    [InlineData("""{ "critic": null }""", "critic", "expected an object, got null.")]
    [InlineData("""{ "note": null }""", "note", "expected text, got null.")]
    [InlineData("""{ "schedule": { "steps": 1e-40 } }""", "schedule.steps", "expected a whole number, got 1e-40.")]
    [InlineData("""{ "schedule": { "steps": 2147483648 } }""", "schedule.steps", "expected a whole number from -2147483648 to 2147483647, got 2147483648.")]
    [InlineData("[]", "", "expected an object, got a list.")]
    public void A_wrong_value_is_refused(string text, string key, string message)
    {
        var fault = Assert.Single(Assert.Throws<FaultyFileException>(() => Parse(text)).Faults);
        Assert.Equal((key, message), (fault.Key, fault.Message));
    }

    [Fact]
    public void Overrides_win_over_the_file_and_later_ones_over_earlier_ones()
    {
        var read = Parse(
            """{ "seed": 1, "critic": { "hidden": "wrong", "isAveraged": false } }""",
            "seed=2", "critic.hidden=[3, 4]", "loss=non-saturating", "note=a=b c", "schedule.steps=50", "schedule.steps=60");
        Assert.Equal((2UL, "a=b c", Loss.NonSaturating, 60, false), (read.Seed, read.Note, read.Loss, read.Schedule.Steps, read.Critic.IsAveraged));
        Assert.Equal([3, 4], read.Critic.Hidden);
    }

    [Theory]
    [InlineData("seed")]
    [InlineData("=1")]
    [InlineData("critic.=1")]
    [InlineData("sed=1")]
    [InlineData("critic.hiden=[1]")]
    [InlineData("critic.learningRate=2")]
    [InlineData("critic.learningRate=fast")]
    [InlineData("critic.hidden=[1, 0]")]
    [InlineData("seed.x=1")]
    [InlineData("critic=5")]
    [InlineData("critic={\"isAveraged\":true,\"isAveraged\":true}")]
    [InlineData("schedule.warmup=2000")]
    public void A_wrong_override_is_refused_in_its_own_words(string text) =>
        Assert.StartsWith(text + ": ", Assert.Throws<FaultyFileException>(() => Parse("""{ "seed": 1 }""", text)).Message, StringComparison.Ordinal);

    [Fact]
    public void Faults_of_file_and_overrides_are_listed_together() =>
        Assert.Equal(2, Assert.Throws<FaultyFileException>(() => Parse("""{ "seed": -1 }""", "loss=mse")).Faults.Count);

    [Fact]
    public void Settings_are_written_whole_or_not_at_all()
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("run.json");
        SettingsFile.Write(path, new Settings { Seed = 5 });
        Assert.Throws<FaultyFileException>(() => SettingsFile.Write(path, new Settings { Schedule = new() { Steps = 0 } }));
        Assert.Equal(5UL, SettingsFile.Read<Settings>(path).Seed);
        Assert.Equal(["run.json"], folder.Names);
    }

    [Fact]
    public void Written_settings_show_every_value() =>
        Assert.Equal(
            """
            {
              "seed": 0,
              "note": "none",
              "loss": "wgan-gp",
              "critic": {
                "learningRate": 0.001,
                "hidden": [
                  128,
                  128
                ],
                "isAveraged": true,
                "penaltyWeight": 0.1
              },
              "schedule": {
                "warmup": 10,
                "steps": 1000
              }
            }

            """,
            Text(new Settings()));

    [Fact]
    public void Defaults_with_overrides_need_no_file() => Assert.Equal(7UL, SettingsFile.FromDefaults<Settings>("seed=7").Seed);

    private static Settings Parse(string text, params string[] overrides) => SettingsFile.Parse<Settings>(Encoding.UTF8.GetBytes(text), "run.json", overrides);

    private static string Text(Settings settings) => Encoding.UTF8.GetString(SettingsFile.Format(settings));
}
