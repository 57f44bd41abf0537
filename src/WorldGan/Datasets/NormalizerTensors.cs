using WorldGan.Numerics;

namespace WorldGan.Datasets;

/// <summary>A normaliser as tensors for a file.</summary>
internal static class NormalizerTensors
{
    public static void Add(IDictionary<string, Tensor> tensors, Normalizer normalizer)
    {
        foreach ((string name, float[] values) in Vectors(normalizer)) tensors["normalizer." + name] = Tensor.Of(values, values.Length);
        tensors["normalizer.reward"] = Tensor.Of(
            [normalizer.RewardLow, normalizer.RewardHigh, normalizer.RewardMean, normalizer.RewardStandardDeviation], 4);
        tensors["normalizer.terminals"] = Tensor.Of([normalizer.Terminals], 1);
    }

    /// <exception cref="InvalidDataException">A tensor is missing or of another shape.</exception>
    public static Normalizer Read(SafetensorsFile file, int width)
    {
        float[] reward = file.Get<float>("normalizer.reward", 4);
        return new Normalizer
        {
            Mean = file.Get<float>("normalizer.mean", width),
            StandardDeviation = file.Get<float>("normalizer.standard_deviation", width),
            ChangeScale = file.Get<float>("normalizer.change_scale", width),
            Low = file.Get<float>("normalizer.low", width),
            High = file.Get<float>("normalizer.high", width),
            RewardLow = reward[0],
            RewardHigh = reward[1],
            RewardMean = reward[2],
            RewardStandardDeviation = reward[3],
            Terminals = file.Get<int>("normalizer.terminals", 1)[0],
        };
    }

    private static IEnumerable<(string Name, float[] Values)> Vectors(Normalizer n) =>
        [("mean", n.Mean), ("standard_deviation", n.StandardDeviation), ("change_scale", n.ChangeScale), ("low", n.Low), ("high", n.High)];
}
