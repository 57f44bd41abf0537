using WorldGan.Datasets;
using WorldGan.Evaluation;
using WorldGan.Evaluation.Outcomes;
using WorldGan.Logs;
using WorldGan.Numerics;
using WorldGan.Simulators;
using WorldGan.WorldModel;
using WorldGan.Worlds;

namespace WorldGan.Tests.Evaluation.Outcomes;

public class TransitionComparisonTests
{
    private static readonly FrozenLake Lake = new();

    private static readonly TransitionSet Data = TransitionSet.From(Lake.Spec, new Recorder(Lake, new RandomPolicy(Lake.Spec), 1).Transitions(3000));

    private static readonly EpisodeSplit Split = EpisodeSplit.Draw(Data, 0.1, 1);

    /// <summary>Left of cell 1 there are cells 0, 1 (against the wall) and 5, a hole.</summary>
    [Fact]
    public void The_distance_is_what_a_claim_misses_of_the_true_next_states()
    {
        var from = TrueTransitions.Of(Lake, [1], 0, 1, 0);
        Assert.Equal(0, from.TotalVariation(next => next[0] is 0 or 1 or 5 ? 1 / 3.0 : 0), 1e-12);
        Assert.Equal(1, from.TotalVariation(next => next[0] is 3 ? 1 : 0), 1e-12);
        Assert.Equal(1 - 3 / 16.0, from.TotalVariation(_ => 1 / 16.0), 1e-12);
        Assert.Equal(2 / 3.0 - 0.1, from.TotalVariation(next => next[0] is 5 ? 0.9 : next[0] is 0 ? 0.1 : 0), 1e-12);
    }

    [Fact]
    public void True_steps_show_every_next_state_with_its_reward_and_end()
    {
        (float Next, double Reward, bool IsTerminal)[] seen = [.. TrueTransitions.Of(Lake, [14], 2, 1, 0).Seen.Select(s => (s.Next[0], s.Reward, s.IsTerminal)).Order()];
        Assert.Equal([(10, 0, false), (14, 0, false), (15, 1, true)], seen);
    }

    /// <summary>Of what the training rows hold: two of three steps from the start under action 0 led down, and nothing is known of the other actions there.</summary>
    [Fact]
    public void Counting_is_as_far_off_as_its_rows_and_knows_nothing_of_what_it_never_saw()
    {
        TransitionSet data = TransitionSet.From(Lake.Spec, new[] { 0, 4, 4 }.Select((next, i) => new Episode { Id = $"{i}", States = [0, next], Actions = [0], Rewards = [0], Ending = Ending.None }));
        TransitionComparison comparison = TransitionComparison.Of(Lake, data, [0, 1, 2], 1)!;
        double ofZero = 1 - (1 / 3.0 + 1 / 3.0), ofOthers = Enumerable.Range(1, 3).Sum(action => 1 - Lake.Humps([0], action).Count / 16.0);
        Assert.Equal((ofZero + ofOthers) / 4, comparison.Counting, 1e-12);
    }

    /// <summary>
    /// Where conditions can be counted a learned world is as near to the truth as counting is, after a tenth of the usual steps. Each of M members counts episodes drawn with replacement: their mean is
    /// √(1 + 1 / M) times as far off as one count of all rows.
    /// </summary>
    [Fact]
    public void A_learned_lake_is_as_near_to_the_true_one_as_counting()
    {
        LearnedWorld world = WorldModelTrainer.Train(Data, new WorldModelOptions { Members = 10, HeadSteps = 500, BatchSize = 128 }, 1, new TrainingSession());
        TransitionComparison comparison = TransitionComparison.Of(Lake, Data, Split.Training, 1)!;
        TransitionScore score = comparison.Score(world);
        Assert.InRange(score.TotalVariation, 0, 1.1 * Math.Sqrt(1 + 1 / 10.0) * comparison.Counting);
        Assert.InRange(score.TerminalsRight, 0.95, 1);
    }

    [Fact]
    public void Only_worlds_of_categories_and_flags_whose_truth_is_known_are_compared()
    {
        var cartPole = new CartPole();
        TransitionSet numbers = TransitionSet.From(cartPole.Spec, new Recorder(cartPole, new RandomPolicy(cartPole.Spec), 1).Transitions(50));
        Assert.Null(TransitionComparison.Of(cartPole, numbers, [0, 1], 1));
        Assert.Null(TransitionComparison.Of(new Silent(), Data, Split.Training, 1));
    }

    /// <summary>The lake, but it does not tell its probabilities.</summary>
    private sealed class Silent : IWorld
    {
        public WorldSpec Spec => Lake.Spec;

        public void Reset(ReadOnlySpan<RowKey> keys, Span<float> states) => Lake.Reset(keys, states);

        public void Step(StepBatch batch) => Lake.Step(batch);
    }
}
