using WorldGan.Datasets;
using WorldGan.Numerics;
using WorldGan.Tests.Datasets;
using WorldGan.Tests.Numerics;
using WorldGan.WorldModel;
using WorldGan.WorldModel.Noise;

namespace WorldGan.Tests.WorldModel.Noise;

public class MixtureTrainerTests
{
    private static readonly float[] Normals = Draws.Singles(1000, 3);

    /// <summary>Residuals are 2 + 0.5 z under every condition; 900 rows know the mean to 0.02, and the deviation to 2 %.</summary>
    [Fact]
    public void A_gaussian_finds_mean_and_deviation()
    {
        var learned = new Learned(WorldModelKind.Gaussian, episodes: 50, steps: 800, i => 2 + 0.5f * Normals[i]);
        Assert.Equal(2, learned.MeanOutput(0), 0.1);
        Assert.Equal(Math.Log(0.5), learned.MeanOutput(1), 0.1);
    }

    /// <summary>A mixture with the truth's own numbers, 3 : 1 at -1 and 3 with deviations of 0.1, has a loss of -0.32; a normal distribution has 2.</summary>
    [Fact]
    public void A_mixture_finds_two_humps()
    {
        var learned = new Learned(WorldModelKind.Mixture, episodes: 50, steps: 1500, i => (i % 4 == 0 ? 3 : -1) + 0.1f * Normals[i]);
        Assert.InRange(learned.Last["heldOutNegativeLogLikelihood"], -0.6, 0);
    }

    /// <summary>Residuals that hang on nothing, and as few of them as can be learned by heart: the last weights are worse than what is kept.</summary>
    [Fact]
    public void The_weights_that_held_out_rows_liked_best_are_kept()
    {
        var learned = new Learned(WorldModelKind.Mixture, episodes: 10, steps: 1500, i => Normals[i]);
        double kept = learned.HeldOutLoss();
        Assert.Equal(learned.Last["heldOutNegativeLogLikelihood"], kept, 1e-6);
        Assert.True(learned.LastLoss < kept - 0.2, "Nothing was learned by heart.");
        Assert.InRange(kept, 1.0, 2.0);                    // of a standard normal: 1.42; twenty rows know it to 0.16
    }

    /// <summary>What was best at an early check is no longer there to be seen: it must be saved.</summary>
    [Fact]
    public void Stopped_after_the_best_check_it_still_ends_with_the_best_weights()
    {
        Learned undisturbed = new(WorldModelKind.Mixture, episodes: 10, steps: 750, i => Normals[i]), stopped = new(WorldModelKind.Mixture, episodes: 10, steps: 750, i => Normals[i], stopAfter: 600);
        Assert.Equal(undisturbed.HeldOutLoss(), stopped.HeldOutLoss());
    }

    [Fact]
    public void Conditions_that_move_are_harder_to_learn_by_heart()
    {
        double[] losses = [.. new[] { 0, 0.5 }.Select(noise => new Learned(WorldModelKind.Mixture, episodes: 10, steps: 1500, i => Normals[i], conditionNoise: noise).LastLoss)];
        Assert.True(losses[1] > losses[0] + 0.05, $"{losses[1]} is not more than {losses[0]}.");
    }

    /// <summary>A training on residuals that are made up, on the conditions of a log of episodes with 20 steps.</summary>
    private sealed class Learned
    {
        private const int LastSteps = 100;

        private readonly TransitionSet _data;
        private readonly EpisodeSplit _split;
        private readonly WorldModelLayout _layout;
        private readonly WorldModelMember _member;
        private readonly float[] _residuals;

        public Learned(WorldModelKind model, int episodes, int steps, Func<int, float> residual, int? stopAfter = null, double conditionNoise = 0)
        {
            (_data, _residuals) = (SmallWorld.Noisy.Record(episodes, 20), [.. Enumerable.Range(0, 20 * episodes).Select(residual)]);
            _split = EpisodeSplit.Draw(_data, 0.1, 1);
            _layout = Tiny.LayoutOf(_data, Tiny.Options with { Model = model, AdversarialSteps = steps, BatchSize = 64, ConditionNoise = conditionNoise, NoiseWidth = 32, AdversarialLearningRate = 5e-3, Averaging = 0.9 });
            _member = new WorldModelMember(_layout);
            MixtureTrainer trainer = Start();
            if (stopAfter is { } stop)
            {
                while (trainer.StepsDone < stop) trainer.Step();
                (string, Array)[] state = [.. trainer.State.Select(s => (s.Name, (Array)s.Values.Clone()))];
                trainer = Start();
                foreach (((_, Array from), (_, Array to)) in state.Zip(trainer.State)) Array.Copy(from, to, from.Length);
                trainer.Restored();
            }

            while (trainer.StepsDone < trainer.Steps)
            {
                Last = trainer.Step().ToDictionary(v => v.Name, v => v.Value);
                if (trainer.StepsDone > trainer.Steps - LastSteps) LastLoss += Last["negativeLogLikelihood"] / LastSteps;
            }
        }

        /// <summary>What the last step reported.</summary>
        public Dictionary<string, double> Last { get; } = [];

        /// <summary>Mean loss of the last steps; that of one batch moves by a tenth.</summary>
        public double LastLoss { get; }

        /// <summary>Mean over the log of what the network says.</summary>
        public double MeanOutput(int output) => Enumerable.Range(0, _data.Count).Average(row => Outputs(row)[output]);

        public double HeldOutLoss() =>
            _split.HeldOut.Average(row => new MixtureLikelihood(_layout.Mixture).Differentiate<float>(Outputs(row), _residuals.AsSpan(row, 1), new float[_layout.Mixture.Outputs], 1));

        private MixtureTrainer Start() => new(_layout, _member, _data, _split, _residuals, 1);

        private float[] Outputs(int row)
        {
            var pass = new MlpPass<float>(_member.Mixture, 1);
            _layout.WriteCondition(_data, row, pass.Input);
            pass.Infer(1);
            return pass.Output[.._layout.Mixture.Outputs].ToArray();
        }
    }
}
