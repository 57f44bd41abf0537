using WorldGan.Datasets;
using WorldGan.Numerics;
using WorldGan.Policies;

namespace WorldGan.Benchmarks.Workloads;

/// <summary>Gradient steps of double DQN, or of another value, on batches of a log of CartPole, two hidden layers; nothing is imagined after the first step.</summary>
internal sealed class DqnWorkload
{
    public DqnWorkload(int width, TransitionSet data, int batch = 256, ValueKind value = ValueKind.DoubleQ)
    {
        Data = data;
        Normalizer = Normalizer.Measure(data);
        Options = new PolicyOptions
        {
            Value = value,
            Members = 1,
            HiddenWidth = width,
            BatchSize = batch,
            ReturnSteps = 1,
            Steps = int.MaxValue,
            GradientStepsPerRolloutStep = int.MaxValue,
            LoggedShare = 1,
            Rows = 1,
            ReplayCapacity = 1000,
        };
        Trainer = new DqnTrainer(CartPoleLog.World, data, Normalizer, Options, seed: 0, index: 0);
    }

    public TransitionSet Data { get; }

    public Normalizer Normalizer { get; }

    public PolicyOptions Options { get; }

    public DqnTrainer Trainer { get; }

    public MlpShape Network => Trainer.Average.Shape;

    /// <summary>The state through the online network and back, the next state through the online and the target network.</summary>
    public double FlopsPerStep => Options.BatchSize * (3 * UsefulWork.Pass(Network) + UsefulWork.Backward(Network));
}
