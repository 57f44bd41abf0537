using FsCheck.Xunit;
using WorldGan.Worlds;

namespace WorldGan.Tests.Worlds;

public class PolicyTests
{
    private const int Rows = 3000;

    private static readonly WorldSpec Spec = new() { Name = "any", State = [new("x"), new("y")], Actions = [new("a"), new("b"), new("c")] };

    [Property(MaxTest = 20)]
    public void A_random_policy_takes_every_action_equally_often(ulong seed)
    {
        int[] actions = Act(new RandomPolicy(Spec), Steps(seed));
        for (int action = 0; action < 3; action++) Assert.Equal(1 / 3.0, Share(actions, action), 0.055); // 6 standard deviations
    }

    [Property(MaxTest = 20)]
    public void A_noisy_policy_strays_as_often_as_told(ulong seed)
    {
        int[] actions = Act(new NoisyPolicy(new Always(2), 0.3, Spec), Steps(seed));
        Assert.Equal(0.8, Share(actions, 2), 0.045);
        Assert.Equal(0.1, Share(actions, 0), 0.035);
    }

    [Property]
    public void A_noisy_policy_without_noise_is_the_policy(ulong seed) => Assert.Equal(1, Share(Act(new NoisyPolicy(new Always(2), 0, Spec), Steps(seed)), 2));

    [Property(MaxTest = 20)]
    public void A_mixed_policy_gives_each_policy_its_share_of_trajectories(ulong seed)
    {
        int[] actions = Act(Mixed, [.. Enumerable.Range(0, Rows).Select(row => new RowKey(seed, (uint)row, 7))]);
        Assert.Equal(0.5, Share(actions, 0), 0.055);
        Assert.Equal(0.25, Share(actions, 2), 0.05);
    }

    [Property]
    public void A_mixed_policy_stays_with_its_choice_for_a_whole_trajectory(ulong seed) => Assert.Single(Act(Mixed, Steps(seed)).Distinct());

    [Property]
    public void What_a_policy_does_in_a_row_hangs_on_the_row_alone(ulong seed)
    {
        var keys = Steps(seed);
        foreach (IPolicy policy in new IPolicy[] { new RandomPolicy(Spec), new NoisyPolicy(new RandomPolicy(Spec), 0.5, Spec), Mixed })
        {
            int[] apart = [.. Act(policy, keys[..1]), .. Enumerable.Reverse(Act(policy, [.. Enumerable.Reverse(keys[1..])]))];
            Assert.Equal(Act(policy, keys), apart);
        }
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(-1.0)]
    [InlineData(double.NaN)]
    public void A_share_that_is_not_positive_is_refused(double share) =>
        Assert.Throws<ArgumentException>(() => new MixedPolicy((1, new Always(0)), (share, new Always(1))));

    [Fact]
    public void A_mixture_of_nothing_is_refused() => Assert.Throws<ArgumentException>(() => new MixedPolicy());

    private static MixedPolicy Mixed { get; } = new((2, new Always(0)), (1, new Always(1)), (1, new Always(2)));

    private static RowKey[] Steps(ulong seed) => [.. Enumerable.Range(0, Rows).Select(step => new RowKey(seed, 3, (uint)step))];

    [Fact]
    public void A_plan_is_followed_step_by_step_from_where_it_begins()
    {
        RowKey[] keys = [new(1, 0, 7), new(1, 1, 5), new(1, 2, 6)];
        Assert.Equal([0, 2, 1], Act(new PlannedPolicy([2, 1, 0], firstStep: 5), keys));
        Assert.Contains("Expected a step from 5 to 6", Assert.Throws<ArgumentException>(() => Act(new PlannedPolicy([2, 1], firstStep: 5), keys)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Act(new PlannedPolicy([2, 1], firstStep: 6), keys));
    }

    private static int[] Act(IPolicy policy, RowKey[] keys)
    {
        int[] actions = new int[keys.Length];
        policy.Act(keys, new float[keys.Length * 2], actions);
        return actions;
    }

    private static double Share(int[] actions, int action) => actions.Count(taken => taken == action) / (double)actions.Length;

    private sealed class Always(int action) : IPolicy
    {
        public void Act(ReadOnlySpan<RowKey> keys, ReadOnlySpan<float> states, Span<int> actions) => actions.Fill(action);
    }
}
