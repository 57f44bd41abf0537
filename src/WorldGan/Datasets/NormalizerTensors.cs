using WorldGan.Numerics;

namespace WorldGan.Datasets;

/// <summary>A normaliser as tensors for a file.</summary>
internal static class NormalizerTensors
{
    private const string Reward = "normalizer.reward";
    private const string UnseenActions = "normalizer.unseen_actions", UnseenVariables = "normalizer.unseen_variables", UnseenValues = "normalizer.unseen_values"; // absent where the log has them all

    public static void Add(IDictionary<string, Tensor> tensors, Normalizer normalizer)
    {
        foreach ((string name, float[] values) in Vectors(normalizer)) tensors["normalizer." + name] = Tensor.Of(values, values.Length);
        float[] reward = [normalizer.RewardLow, normalizer.RewardHigh, normalizer.RewardMean, normalizer.RewardStandardDeviation];
        if (normalizer.RewardsApart is var (goingOn, atEnd)) reward = [.. reward, (float)goingOn.Low, (float)goingOn.High, (float)atEnd.Low, (float)atEnd.High];
        tensors[Reward] = Tensor.Of(reward, reward.Length);
        tensors["normalizer.terminals"] = Tensor.Of([normalizer.Terminals], 1);
        AddIfAny(tensors, UnseenActions, normalizer.UnseenActions);
        AddIfAny(tensors, UnseenVariables, [.. normalizer.UnseenClasses.Select(unseen => unseen.Variable)]);
        AddIfAny(tensors, UnseenValues, [.. normalizer.UnseenClasses.Select(unseen => unseen.Value)]);
    }

    /// <exception cref="InvalidDataException">A tensor is missing or of another shape.</exception>
    public static Normalizer Read(SafetensorsFile file, int width)
    {
        float[] reward = file.Get<float>(Reward, file.Tensors.TryGetValue(Reward, out Tensor? tensor) && tensor.Shape is [8] ? 8 : 4);
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
            RewardsApart = reward.Length == 8 ? new RewardRanges(new(reward[4], reward[5]), new(reward[6], reward[7])) : null,
            Terminals = file.Get<int>("normalizer.terminals", 1)[0],
            UnseenActions = Indices(file, UnseenActions, int.MaxValue),
            UnseenClasses = [.. Indices(file, UnseenVariables, width).Zip(Indices(file, UnseenValues, int.MaxValue))],
        };
    }

    private static void AddIfAny(IDictionary<string, Tensor> tensors, string name, int[] values)
    {
        if (values.Length > 0) tensors[name] = Tensor.Of(values, values.Length);
    }

    private static int[] Indices(SafetensorsFile file, string name, int count)
    {
        if (!file.Tensors.TryGetValue(name, out Tensor? tensor)) return [];
        int[] values = file.Get<int>(name, tensor.Shape is [int length] ? length : 0);
        return values.All(value => value >= 0 && value < count) ? values : throw file.Fault($"tensor '{name}': expected numbers from 0 to {count - 1}, got {string.Join(", ", values)}.");
    }

    private static IEnumerable<(string Name, float[] Values)> Vectors(Normalizer n) =>
        [("mean", n.Mean), ("standard_deviation", n.StandardDeviation), ("change_scale", n.ChangeScale), ("low", n.Low), ("high", n.High)];
}
