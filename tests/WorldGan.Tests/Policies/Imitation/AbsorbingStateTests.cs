using FsCheck.Xunit;
using WorldGan.Policies;
using WorldGan.Policies.Imitation;
using WorldGan.Worlds;

namespace WorldGan.Tests.Policies.Imitation;

/// <summary>Two states: one in which to stay or to end, and the absorbing one behind the end.</summary>
public class AbsorbingStateTests
{
    private const double Discount = 0.9;

    /// <summary>With a state behind the end written out as a state, its value is r / (1 - γ), and that of ending r(end) + γ · r / (1 - γ).</summary>
    [Property]
    public void Ending_is_worth_what_value_iteration_over_the_absorbing_state_says(sbyte stay, sbyte end, sbyte behind)
    {
        double absorbing = 0, best = 0;
        for (int sweep = 0; sweep < 500; sweep++)
        {
            absorbing = behind + Discount * absorbing;
            best = Math.Max(stay + Discount * best, end + Discount * absorbing);
        }

        (double staying, double ending) = Values(stay, end, behind);
        Assert.Equal(best, Math.Max(staying, ending), 1e-3 * (1 + Math.Abs(best)));
    }

    /// <summary>A reward that is always positive makes no long episodes, and one that is always negative no short ones.</summary>
    [Property]
    public void What_is_added_to_every_reward_is_added_to_every_value_alike(sbyte stay, sbyte end, sbyte behind, sbyte added)
    {
        (double staying, double ending) = Values(stay, end, behind);
        (double Staying, double Ending) more = Values(stay + added, end + added, behind + added);
        Assert.Equal(added / (1 - Discount), more.Staying - staying, 1e-2);
        Assert.Equal(added / (1 - Discount), more.Ending - ending, 1e-2);
    }

    [Fact]
    public void Bounded_rewards_give_bounded_values() =>
        Assert.Equal(5 / (1 - Discount), AbsorbingState.Follow(new(0, 5, Ending.Terminal), 5, Discount).Reward, 1e-4);

    [Theory]
    [InlineData(Ending.None)]
    [InlineData(Ending.TimeLimit)]
    [InlineData(Ending.LeftSupport)]
    public void Only_a_terminal_step_is_followed_by_it(Ending ending) =>
        Assert.Equal(new LearnedStep(1, 2, ending), AbsorbingState.Follow(new(1, 2, ending), 7, Discount));

    private static (double Staying, double Ending) Values(double stay, double end, double behind)
    {
        double ending = AbsorbingState.Follow(new(1, (float)end, Ending.Terminal), (float)behind, Discount).Reward;
        return (Math.Max(stay / (1 - Discount), stay + Discount * ending), ending); // stays for ever, or ends at the next step; in between lies nothing better
    }
}
