using TorchSharp;
using WorldGan.Datasets;
using WorldGan.Logs;
using WorldGan.Simulators;
using WorldGan.Simulators.Views;
using WorldGan.Torch.Images;
using WorldGan.Worlds;

namespace WorldGan.Torch.Tests.Images;

/// <summary>The bouncing ball, its log and models of a size for tests.</summary>
internal static class Ball
{
    public static readonly FrameModelOptions Tiny = new() { Channels = 4, Scales = 2, BatchSize = 4, LatentSize = 2, Steps = 1000 };

    public static WorldSpec Spec { get; } = View.Find(BouncingBallView.Name).Spec;

    public static IEnumerable<Episode> Episodes(int transitions, ulong seed = 1)
    {
        View view = View.Find(BouncingBallView.Name);
        return new Recorder(view.World, new RandomPolicy(view.World.Spec), seed).Transitions(transitions).Select(view.Of);
    }

    public static FrameSet Data(int transitions) => FrameSet.From(Spec, Episodes(transitions));

    /// <summary>A trainer on all rows of a short log.</summary>
    public static FrameTrainer Trainer(FrameLog log, FrameModelOptions options, int rows = 100) => new(log, FrameShape.Of(Spec, options), options, [.. Enumerable.Range(0, rows)], seed: 1);

    public static FrameLog Log(int transitions = 200) => new(Data(transitions), FrameShape.Of(Spec, Tiny), torch.CPU);
}
