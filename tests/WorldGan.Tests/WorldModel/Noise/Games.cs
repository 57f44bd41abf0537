using WorldGan.Numerics;
using WorldGan.Tests.Numerics;
using WorldGan.WorldModel;
using WorldGan.WorldModel.Noise;

namespace WorldGan.Tests.WorldModel.Noise;

/// <summary>The losses, and those of them that have a critic.</summary>
internal static class Games
{
    public static IEnumerable<WorldModelLoss> Losses => Enum.GetValues<WorldModelLoss>();

    public static IEnumerable<WorldModelLoss> Adversarial => Losses.Where(loss => LossSettings.Of(loss).CriticSteps is not null);

    /// <summary>Mean of the generator's first output over 50 latents, under a condition of zeros.</summary>
    public static double MeanOutput(Mlp<float> generator, WorldModelOptions options)
    {
        const int Rows = 50;
        var pass = new MlpPass<float>(generator, Rows);
        float[] latents = Draws.Singles(Rows * options.LatentSize, 8);
        int condition = generator.Shape.Inputs - options.LatentSize;
        for (int i = 0; i < latents.Length; i++) pass.Input[i / options.LatentSize * pass.InputStride + condition + i % options.LatentSize] = latents[i] * (float)options.LatentScale!.Value;
        pass.Infer(Rows);
        return Enumerable.Range(0, Rows).Average(row => pass.Output[row * pass.OutputStride]);
    }

    /// <summary>A weight where the loss has a penalty, otherwise null, which is what the options want.</summary>
    public static double? PenaltyWeight(WorldModelLoss loss, double weight) => LossSettings.Of(loss).PenaltyWeight is null ? null : weight;
}
