using WorldGan.Datasets;
using WorldGan.Torch.Images;
using static TorchSharp.torch;

namespace WorldGan.Torch.Tests.Images;

/// <summary>The bouncing ball with a budget of a minute: against the critic images stay sharp, by squared distance alone they blur, and both know more than a copy of the present image.</summary>
public class FrameLearningTests
{
    private static readonly FrameModelOptions Small = new() { Channels = 8, BatchSize = 8, Steps = 400, LearningRate = 4e-3, CriticLearningRate = 4e-3 };

    [LibtorchFact]
    public void Against_a_critic_the_ball_is_sharper_than_by_squared_distance_alone()
    {
        FrameSet data = Ball.Data(2000);
        FrameShape shape = FrameShape.Of(Ball.Spec, Small);
        using var log = new FrameLog(data, shape, CPU);
        (int[] training, int[] heldOut) = data.Split(0.2, seed: 1);
        using FrameTrainer sharp = Learn(Small), blurred = Learn(Small.AsBaseline());
        FrameReport report = new FrameScoring(data, log, shape, heldOut, seed: 1).Score(Model(sharp), Model(blurred), CancellationToken.None).Report;
        FrameScore Of(string model, int ahead) => report.Images.Single(score => score.Model == model && score.Ahead == ahead);
        string all = string.Join('\n', report.Images);
        Assert.True(Of("model", 1).EdgeEnergy > 1.05 * Of("l2", 1).EdgeEnergy, all);
        Assert.True(Of("model", 5).EdgeEnergy > 1.1 * Of("l2", 5).EdgeEnergy, all);
        Assert.True(Of("model", 1).Psnr > Of("copy", 1).Psnr + 2, all);
        Assert.True(Of("l2", 1).Psnr > Of("copy", 1).Psnr + 2, all);

        FrameTrainer Learn(FrameModelOptions options)
        {
            var trainer = new FrameTrainer(log, shape, options, training, seed: 1);
            while (trainer.StepsDone < options.Steps) trainer.Step(measures: false);
            return trainer;
        }

        FrameModel Model(FrameTrainer trainer) => new(trainer.Average, shape, log.Units, Small, trainer.StepsDone);
    }
}
