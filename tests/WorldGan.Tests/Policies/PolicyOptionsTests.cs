using System.Reflection;
using WorldGan.Policies;
using WorldGan.Policies.Baselines;
using WorldGan.WorldModel;
using WorldGan.Worlds.Json;

namespace WorldGan.Tests.Policies;

public class PolicyOptionsTests
{
    private static readonly PropertyInfo[] Open = [.. typeof(PolicyOptions).GetProperties().Where(p => Nullable.GetUnderlyingType(p.PropertyType) is not null)];

    private static readonly PolicyOptions[] Choices =
    [
        .. from source in Enum.GetValues<PolicySource>()
           from value in Enum.GetValues<ValueKind>()
           from sampling in Enum.GetValues<SamplingKind>()
           from reward in Enum.GetValues<RewardKind>()
           where reward == RewardKind.Logged || source != PolicySource.Log
           select new PolicyOptions { Source = source, Value = value, Sampling = sampling, Reward = reward, Steps = 7 },
    ];

    [Fact]
    public void What_is_resolved_stays_so_and_opens_again() => Assert.All(Choices, options =>
    {
        Assert.Equal(options.Resolved(), options.Resolved().Resolved());
        Assert.Equal(options, options.Resolved().Unresolved());
        Assert.Equal(options.Resolved(), SettingsFile.Parse<PolicyOptions>(SettingsFile.Format(options.Resolved()), "settings"));
    });

    [Fact]
    public void What_is_set_stays_when_the_rest_is_filled_in_and_left_open_again()
    {
        var options = new PolicyOptions { Rows = 7, Exploration = 0.3 };
        Assert.Equal((7, 0.3, 0.3), (options.Resolved().Rows, options.Resolved().Exploration, options.Resolved().FirstExploration));
        Assert.Equal(options, options.Resolved().Unresolved());
    }

    [Fact]
    public void Every_option_that_can_be_null_differs_between_parts_or_is_of_use_to_some_only()
    {
        PolicyOptions[] all = [.. Choices.Select(options => options.Resolved())];
        foreach (PropertyInfo property in Open)
        {
            Assert.Contains(all, options => property.GetValue(options) is not null);
            Assert.True(all.Select(property.GetValue).Distinct().Count() > 1, property.Name);
        }
    }

    /// <summary>A baseline has the rate that was chosen, and otherwise that of its own values.</summary>
    [Theory]
    [InlineData(ValueKind.QrDqn, null, 0.002, 0.001)]
    [InlineData(ValueKind.DoubleQ, null, 0.001, 0.001)]
    [InlineData(ValueKind.QrDqn, 0.005, 0.005, 0.005)]
    [InlineData(ValueKind.QrDqn, 0.001, 0.001, 0.001)]
    public void Quantiles_learn_at_a_rate_of_their_own(ValueKind value, double? set, double expected, double ofBaselines)
    {
        PolicyOptions options = new PolicyOptions { Value = value, LearningRate = set }.Resolved();
        Assert.Equal(expected, options.LearningRate);
        Assert.Equal(ofBaselines, BaselineTrainer.Options(PolicyBaseline.Cql, options).Resolved().LearningRate);
    }

    [Fact]
    public void An_option_that_no_chosen_part_uses_is_refused()
    {
        var options = new PolicyOptions { Source = PolicySource.Log, Rows = 7 };
        Assert.Equal("Rows: source log, value qr-dqn, sampling uniform and reward logged have no use for it; leave it out, or null.", Assert.Throws<ArgumentException>(options.Resolved).Message);
        Assert.Contains("no use for it", Assert.Throws<FaultyFileException>(() => SettingsFile.FromDefaults<PolicyOptions>("value=double-q", "quantiles=8")).Message);
        Assert.Equal(8, SettingsFile.FromDefaults<PolicyOptions>("quantiles=8").Quantiles);
    }

    [Fact]
    public void Imitation_is_refused_where_it_cannot_be()
    {
        PolicyOptions imitation = new() { Reward = RewardKind.Imitation };
        Assert.Equal("Reward: the critic compares the expert with what the policy does in a world; expected another source, got log.", Fault(imitation with { Source = PolicySource.Log }));
        Assert.Equal("ReturnSteps: rewards of imitation change as the critic learns, so that none can be added up before; expected 1, got 3.", Fault(imitation with { ReturnSteps = 3 }));
        Assert.Equal("ImitationLoss: expected WganGp, NonSaturating or NonSaturatingR1, got EnergyScore.", Fault(imitation with { ImitationLoss = WorldModelLoss.EnergyScore }));
        Assert.Contains("no use for it", Fault(imitation with { UncertaintyPenalty = 1 }));      // it would be overwritten by the critic's reward
        Assert.Contains("no use for it", Fault(imitation with { ImitationLoss = WorldModelLoss.NonSaturating, ImitationPenaltyWeight = 1 }));
        Assert.Contains("no use for it", Fault(new PolicyOptions { RewardLimit = 1 }));

        static string Fault(PolicyOptions options) => Assert.Throws<ArgumentException>(options.Resolved).Message;
    }

    [Fact]
    public void Conservatism_without_logged_rows_is_refused()
    {
        Assert.Contains("logged share that is at least one row of a batch", Assert.Throws<ArgumentException>(new PolicyOptions { ConservativeWeight = 1, LoggedShare = 0 }.Resolved).Message);
        Assert.Contains("logged share that is at least one row of a batch", Assert.Throws<ArgumentException>(new PolicyOptions { ConservativeWeight = 1, Source = PolicySource.Simulator }.Resolved).Message);
        Assert.Equal(1, new PolicyOptions { ConservativeWeight = 1, Source = PolicySource.Log }.Resolved().ConservativeWeight);
    }
}
