using WorldGan.Datasets;
using WorldGan.WorldModel;
using WorldGan.Worlds;

namespace WorldGan.Evaluation;

/// <summary>How well the heads of a learned world judge held-out transitions whose next state is known.</summary>
/// <param name="Terminal">How well true ends are recognised.</param>
/// <param name="RewardRmse">Root mean square error of the reward, in its own unit.</param>
internal sealed record HeadScore(TerminalScore Terminal, double RewardRmse)
{
    public static HeadScore Measure(LearnedWorld world, TransitionSet data, int[] rows)
    {
        var heads = new HeadPrediction(world);
        return new HeadScore(
            TerminalScore.Of(rows.Select(row => (data.Endings[row] == Ending.Terminal, heads.Terminal(data.State(row), data.Actions[row], data.NextState(row))))),
            Math.Sqrt(rows.Select(row => heads.Reward(data.State(row), data.Actions[row], data.NextState(row)) - data.LoggedRewards[row]).Average(error => error * error)));
    }
}
