using WorldGan.Numerics;
using WorldGan.Policies;
using WorldGan.Policies.Baselines;
using WorldGan.Policies.Cloning;
using WorldGan.Tests.Rollouts;
using WorldGan.Worlds;

namespace WorldGan.Tests.Policies.Baselines;

public class BaselineTrainerTests
{
    private static readonly PolicyOptions Own = new() { Members = 1, HiddenWidth = 8, Steps = 30, BatchSize = 16, UncertaintyPenalty = 1, Value = ValueKind.C51 };

    [Fact]
    public void Each_is_a_policy_of_its_own()
    {
        TestWorld test = TestWorld.Find("gears");
        var policies = Enum.GetValues<PolicyBaseline>().ToDictionary(b => b, b => BaselineTrainer.Train(b, test.Data, Own, seed: 1, new TrainingSession { Threads = 1 }));
        Assert.IsType<ClonedPolicy>(policies[PolicyBaseline.Cloned]);
        Assert.IsNotType<ClonedPolicy>(policies[PolicyBaseline.GreedyClone]);
        QPolicy[] learned = [.. policies.Values.OfType<QPolicy>()];
        Assert.Equal(3, learned.Length);
        Assert.All(learned, policy => Assert.Equal((PolicySource.Log, ValueKind.DoubleQ, 1, 8, 30), (policy.Options.Source, policy.Options.Value, policy.Options.Members, policy.Options.HiddenWidth, policy.Options.Steps)));
        Assert.Equal([0, 0.3, 0], learned.Select(policy => policy.Options.ConservativeWeight));
        Assert.Equal([false, false, true], learned.Select(policy => policy.Behaviour is not null));
        var actions = new int[test.Data.Count];
        foreach (IPolicy policy in policies.Values) policy.Act(new RowKey[actions.Length], test.Data.States, actions);
    }
}
