using TorchSharp;
using WorldGan.Datasets;
using WorldGan.Torch.Images;
using WorldGan.Torch.Networks;
using WorldGan.WorldModel;
using WorldGan.Worlds;
using static TorchSharp.torch;
using Tensor = TorchSharp.torch.Tensor;

namespace WorldGan.Torch.Tests.Images;

public class FrameTrainerTests
{
    [LibtorchFact]
    public void Every_setting_changes_what_is_learned()
    {
        using FrameLog log = Ball.Log();
        double[] usual = Losses(log, Ball.Tiny);
        Assert.Equal(usual, Losses(log, Ball.Tiny));
        foreach (FrameModelOptions other in new[]
        {
            Ball.Tiny with { Scales = 3 }, Ball.Tiny with { Channels = 6 }, Ball.Tiny with { LatentSize = 3 }, Ball.Tiny with { BatchSize = 5 }, Ball.Tiny with { Steps = 4 },
            Ball.Tiny with { LearningRate = 0.01 }, Ball.Tiny with { CriticLearningRate = 0.01 }, Ball.Tiny with { AdversarialWeight = 0.1 }, Ball.Tiny with { PenaltyWeight = 3 },
            Ball.Tiny with { PixelWeight = 2 }, Ball.Tiny with { PixelPower = 1 }, Ball.Tiny with { GradientDifferenceWeight = 2 }, Ball.Tiny with { HeadWeight = 1 }, Ball.Tiny with { Averaging = 0.1 },
            Ball.Tiny with { Loss = WorldModelLoss.WganGp }, Ball.Tiny with { Loss = WorldModelLoss.NonSaturating }, Ball.Tiny with { Loss = WorldModelLoss.Minimax }, Ball.Tiny with { Loss = WorldModelLoss.Rpgan },
            Ball.Tiny.AsBaseline(),
        })
        {
            double[] losses = Losses(log, other);
            Assert.False(usual.SequenceEqual(losses), other.ToString());
            Assert.All(losses, loss => Assert.True(double.IsFinite(loss), other.ToString()));
        }
    }

    [LibtorchFact]
    public void The_baseline_has_no_critic_and_minimises_squared_distance()
    {
        using FrameLog log = Ball.Log();
        using FrameTrainer trainer = Ball.Trainer(log, Ball.Tiny.AsBaseline() with { HeadWeight = 0 });
        Dictionary<string, double> losses = trainer.Step(measures: true).ToDictionary(loss => loss.Name, loss => loss.Value);
        Assert.DoesNotContain("criticLoss", losses);
        Assert.Equal(losses["pixels"], losses["generatorLoss"], 6);
    }

    /// <summary>Rows see the images up to their own, and beyond an episode's first image that one.</summary>
    [LibtorchFact]
    public void A_batch_holds_the_images_around_its_steps()
    {
        FrameSet data = Ball.Data(200);
        FrameShape shape = FrameShape.Of(Ball.Spec, Ball.Tiny);
        using var log = new FrameLog(data, shape, CPU);
        using DisposeScope scope = NewDisposeScope();
        int second = data.EpisodeStarts[1];
        FrameBatch batch = log.Take(tensor(new long[] { second, second + 2 }));
        byte[] pixels = data.Pixels;
        int first = second + 1;                            // each episode has one image more than steps
        Assert.Equal([2, 4, 32, 32], batch.Past.shape);
        for (int i = 0; i < 4; i++)
        {
            Assert.Equal(Frame(first), Pixels(batch.Past[0, i]));
            Assert.Equal(Frame(Math.Max(first, first + 2 - 3 + i)), Pixels(batch.Past[1, i]));
        }

        Assert.Equal(Frame(first + 1), Pixels(batch.Next[0, 0]));
        Assert.Equal(Frame(first + 3), Pixels(batch.Next[1, 0]));
        Assert.Equal(data.Actions[second], batch.Action[0].argmax().item<long>());

        byte[] Frame(int place) => pixels[(place * 1024)..((place + 1) * 1024)];
        byte[] Pixels(Tensor units) => [.. Host.Floats(log.Units.ToPixels(units)).Select(pixel => (byte)Math.Round(255 * pixel))];
    }

    [LibtorchFact]
    public void Images_of_other_sides_and_channels_are_learned_too()
    {
        var spec = Ball.Spec with { State = [Ball.Spec.Image! with { Height = 16, Width = 24, Channels = 3 }], History = null };
        int numbers = 16 * 24 * 3;
        FrameSet data = FrameSet.From(spec, Enumerable.Range(0, 2).Select(e => new Logs.Episode
        {
            Id = $"{e}",
            States = [.. Enumerable.Range(0, 4 * numbers).Select(i => (double)(i % 256))],
            Actions = [0, 1, 2],
            Rewards = [0, 1, 0],
            Ending = Ending.Terminal,
        }));
        FrameShape shape = FrameShape.Of(spec, Ball.Tiny);
        using var log = new FrameLog(data, shape, CPU);
        using var trainer = new FrameTrainer(log, shape, Ball.Tiny, [0, 1, 2, 3, 4, 5], seed: 1);
        Assert.All(trainer.Step(measures: true), loss => Assert.True(double.IsFinite(loss.Value)));
        using DisposeScope scope = NewDisposeScope();
        FrameBatch batch = log.Take(tensor(new long[] { 0 }));
        foreach (int channel in new[] { 0, 1, 2 })         // red, green and blue of the first row
            Assert.Equal(Enumerable.Range(0, 24).Select(x => x * 3 + channel), Host.Floats(log.Units.ToPixels(batch.Past[0, channel, 0])).Select(pixel => (int)Math.Round(255 * pixel)));
    }

    [Fact]
    public void Sides_that_do_not_divide_into_the_scales_are_refused()
    {
        var spec = Ball.Spec with { State = [Ball.Spec.Image! with { Width = 36 }] };
        Assert.Equal("World 'bouncing-ball': expected the sides of 'view' to be multiples of 8 and at least 16, for 3 scales (frames.scales), got 32 x 36.",
            Assert.Throws<ArgumentException>(() => FrameShape.Of(spec, new FrameModelOptions())).Message);
        Assert.Throws<ArgumentException>(() => FrameShape.Of(Ball.Spec with { State = [new StateVariable("x")] }, new FrameModelOptions()));
    }

    private static double[] Losses(FrameLog log, FrameModelOptions options)
    {
        using FrameTrainer trainer = Ball.Trainer(log, options);
        for (int i = 0; i < 3; i++) trainer.Step(measures: false);
        return [.. trainer.Step(measures: true).Select(loss => loss.Value), Kept(log, options, trainer)];
    }

    private static double Kept(FrameLog log, FrameModelOptions options, FrameTrainer trainer)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable still = no_grad();
        using var random = new Randomness(CPU, 1);
        FrameBatch batch = log.Take(arange(4));
        return trainer.Average.Predict(batch.Past, batch.Action, random.Normal(4, options.LatentSize)).Frames[^1].sum().item<float>();
    }
}
