using WorldGan.Datasets;
using WorldGan.Logs;
using WorldGan.Numerics;
using WorldGan.Policies;
using WorldGan.Policies.Imitation;
using WorldGan.Policies.Sources;
using WorldGan.Tests.Numerics;
using WorldGan.WorldModel;
using WorldGan.WorldModel.Noise;
using WorldGan.Worlds;

namespace WorldGan.Tests.Policies.Imitation;

public class ImitationCriticTests
{
    private static readonly WorldSpec Place = new() { Name = "place", State = [new("x")], Actions = [new("left"), new("right")], Discount = 0.9 };

    private static readonly TransitionSet Experts = Log(action: 1, Ending.TimeLimit), Others = Log(action: 0, Ending.Terminal);

    public static TheoryData<WorldModelLoss> Losses => [WorldModelLoss.WganGp, WorldModelLoss.NonSaturating, WorldModelLoss.NonSaturatingR1];

    [Theory]
    [MemberData(nameof(Losses))]
    public void The_experts_step_is_rewarded_above_another_and_above_an_end_that_experts_do_not_come_to(WorldModelLoss loss)
    {
        ImitationCritic critic = Learn(loss, limit: 100, steps: 200);
        (float expert, float other) = Rewards(critic);
        float end = critic.Rewarded(0, new(1, 0, Ending.Terminal)).Reward;
        Assert.True(expert > 0 && other < 0, $"Expected a reward above 0 and one below, got {expert} and {other}.");
        Assert.True((end - expert) / 9 < other / 2, $"Expected the reward behind the end to be as low as {other}, got {(end - expert) / 9}."); // γ / (1 - γ) = 9
    }

    [Theory]
    [MemberData(nameof(Losses))]
    public void Rewards_are_bounded(WorldModelLoss loss)
    {
        (float expert, float other) = Rewards(Learn(loss, limit: 0.01, steps: 200));
        Assert.Equal((0.01f, -0.01f), (expert, other));
    }

    [Fact]
    public void What_a_step_was_remembered_with_does_not_count()
    {
        ImitationCritic critic = Learn(WorldModelLoss.NonSaturatingR1, limit: 5, steps: 20);
        Rewards(critic);
        Assert.Equal(critic.Rewarded(0, new(1, -100, Ending.None)), critic.Rewarded(0, new(1, 100, Ending.None)));
    }

    [Fact]
    public void The_reward_is_that_of_the_critic_as_it_stands()
    {
        ImitationCritic critic = Learn(WorldModelLoss.NonSaturatingR1, limit: 5, steps: 5);
        float before = Rewards(critic).Expert;
        critic.Learn(5, Made(), 1e-2f);
        Assert.NotEqual(before, Rewards(critic).Expert);
    }

    /// <summary>Nothing is a given condition here: state and action belong to what is judged, and all slopes have their price.</summary>
    [Theory]
    [InlineData(WorldModelLoss.WganGp)]
    [InlineData(WorldModelLoss.NonSaturatingR1)]
    public void The_gradient_is_the_slope_of_the_loss_with_the_penalty_on_every_input(WorldModelLoss name)
    {
        const int Pairs = 3;
        var critic = new Mlp<double>(new MlpShape(4, 8, 2, 1, Activation.LeakyRelu));
        critic.Initialize(new RandomStream(1, RandomPurpose.Weights));
        var loss = new CriticLoss<double>(critic, Adversary.Of<double>(name), Pairs);
        double[] mixing = [0.2, 0.5, 0.8], gradient = new double[critic.Parameters.Length];
        for (int pair = 0; pair < Pairs; pair++)
            for (int i = 0; i < 4; i++) (loss.Real(pair)[i], loss.Fake(pair)[i]) = (0.3 * pair - 0.2 * i, 0.7 - 0.4 * pair * i);
        loss.AddGradient(gradient, mixing, penaltyWeight: 2);
        foreach (int place in ReferenceMlp.Places(critic.Shape))
            Assert.Equal((At(place, 1e-5) - At(place, -1e-5)) / 2e-5, gradient[place], 1e-6);

        double At(int place, double step)
        {
            double kept = critic.Parameters[place];
            critic.Parameters[place] = kept + step;
            critic.ParametersChanged();
            CriticReport report = loss.AddGradient(new double[gradient.Length], mixing, penaltyWeight: 2);
            critic.Parameters[place] = kept;
            return 2 * report.Penalty + report.Ratings;
        }
    }

    private static TransitionSet Log(int action, Ending ending) => TransitionSet.From(Place, Enumerable.Range(0, 20).Select(e => new Episode
    {
        Id = $"{e}",
        States = [e / 20.0, e / 20.0 + 0.1],
        Actions = [action],
        Rewards = [],
        Ending = ending,
    }));

    private static LoggedTransitions Made() => new(Others, 1, new UniformSampler());

    private static ImitationCritic Learn(WorldModelLoss loss, double limit, int steps)
    {
        PolicyOptions options = new PolicyOptions { Reward = RewardKind.Imitation, ImitationLoss = loss, RewardLimit = limit, HiddenWidth = 16, BatchSize = 16 }.Resolved();
        var critic = new ImitationCritic(Experts, new StateEncoder(Place, Normalizer.Measure(Experts)), options, seed: 3);
        for (int step = 0; step < steps; step++) critic.Learn(step, Made(), 1e-2f);
        return critic;
    }

    /// <summary>Of the expert's action and of the other one, in the same place.</summary>
    private static (float Expert, float Other) Rewards(ImitationCritic critic)
    {
        critic.Put(0, [0], action: 1);
        critic.Put(1, [0], action: 0);
        critic.Judge();
        return (critic.Reward(0), critic.Reward(1));
    }
}
