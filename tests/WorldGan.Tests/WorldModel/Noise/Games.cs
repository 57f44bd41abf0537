using System.Text.Json;
using WorldGan.Numerics;
using WorldGan.Tests.Numerics;
using WorldGan.WorldModel;
using WorldGan.WorldModel.Noise;

namespace WorldGan.Tests.WorldModel.Noise;

/// <summary>The losses, those of them that have a critic, and all that noise can be.</summary>
internal static class Games
{
    private const string InWindows = " in windows";

    public static IEnumerable<WorldModelLoss> Losses => Enum.GetValues<WorldModelLoss>();

    public static IEnumerable<WorldModelLoss> Adversarial => Losses.Where(loss => LossSettings.Of(loss).CriticSteps is not null);

    /// <summary>Names of all that noise can be, a step at a time: a generator by each loss, and the models that have no choice of losses.</summary>
    public static IEnumerable<string> Stepwise => [.. Losses.Select(loss => NameOf(loss)), NameOf(WorldModelKind.Gaussian), NameOf(WorldModelKind.Mixture)];

    /// <summary>The same, and generators that also learn from windows.</summary>
    public static IEnumerable<string> Noises => [.. Stepwise, .. Adversarial.Select(loss => NameOf(loss) + InWindows)];

    /// <summary>Options of a loss or a model by its name.</summary>
    public static WorldModelOptions Options(string name, WorldModelOptions? others = null) => name.EndsWith(InWindows, StringComparison.Ordinal)
        ? Options(name[..^InWindows.Length], others) with { Window = 3 }
        : Losses.Where(loss => NameOf(loss) == name).Select(loss => (others ?? Tiny.Options) with { Loss = loss }).FirstOrDefault()
        ?? (others ?? Tiny.Options) with { Model = Enum.GetValues<WorldModelKind>().Single(model => NameOf(model) == name) };

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

    private static string NameOf(Enum choice) => JsonNamingPolicy.KebabCaseLower.ConvertName(choice.ToString());

    /// <summary>A weight where the loss has a penalty, otherwise null, which is what the options want.</summary>
    public static double? PenaltyWeight(WorldModelLoss loss, double weight) => LossSettings.Of(loss).PenaltyWeight is null ? null : weight;
}
