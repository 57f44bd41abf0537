using WorldGan.Datasets;
using WorldGan.WorldModel;
using WorldGan.WorldModel.Noise;

namespace WorldGan.Benchmarks.Workloads;

/// <summary>WGAN-GP as the paper has it: five critic steps with their penalty for each generator step, batches of 256 unless others are wanted, on a log of CartPole.</summary>
internal sealed class AdversarialWorkload
{
    private const int DefaultBatch = 256;

    public AdversarialWorkload(int width, TransitionSet data, int batch = DefaultBatch)
    {
        Data = data;
        Layout = new WorldModelLayout(data.Spec, Normalizer.Measure(data), OptionsOf(width) with { AdversarialSteps = int.MaxValue, BatchSize = batch });
        Split = EpisodeSplit.Draw(data, Layout.Options.HeldOutShare, seed: 0);
        Member = new WorldModelMember(Layout);
        Residuals = new MeanTrainer(Layout, Member, data, Split, seed: 0).Finish();
        Trainer = new AdversarialTrainer(Layout, Member, data, Split, Residuals, seed: 0);
    }

    public TransitionSet Data { get; }

    public EpisodeSplit Split { get; }

    public WorldModelLayout Layout { get; }

    public WorldModelMember Member { get; }

    /// <summary>[N, O] what the mean leaves of each logged outcome.</summary>
    public float[] Residuals { get; }

    public AdversarialTrainer Trainer { get; }

    public double FlopsPerIteration
    {
        get
        {
            double generate = UsefulWork.Pass(Layout.Generator), judge = UsefulWork.Pass(Layout.Critic);
            double criticStep = generate + 2 * (judge + UsefulWork.Backward(Layout.Critic)) + judge + UsefulWork.Penalty(Layout.Critic);
            double generatorStep = generate + 2 * judge + UsefulWork.Backward(Layout.Generator);
            return Layout.Options.BatchSize * (Layout.Options.CriticSteps!.Value * criticStep + generatorStep);
        }
    }

    /// <summary>The mean stays linear, so that a training is adversarial from its beginning; conditions are given to the critic as they are.</summary>
    public static WorldModelOptions OptionsOf(int width) => new() { MeanWidth = width, NoiseWidth = width, BatchSize = DefaultBatch, CriticSteps = 5, ConditionNoise = 0, MeanSteps = 0, HeadSteps = 1 };
}
