using WorldGan.Datasets;
using WorldGan.Torch.Networks;
using WorldGan.WorldModel;
using WorldGan.Worlds;
using static TorchSharp.torch;
using Tensor = TorchSharp.torch.Tensor;

namespace WorldGan.Torch.Training;

/// <summary>The rows of a log as the networks of a world model see them, in the memory of a device.</summary>
internal sealed class DeviceLog : IDisposable
{
    public DeviceLog(WorldModelLayout layout, TransitionSet data, int[] training, Device device)
    {
        (Layout, Device) = (layout, device);
        int width = layout.Condition, head = layout.Head.Inputs;
        float[] conditions = new float[data.Count * width], transitions = new float[data.Count * head];
        for (int row = 0; row < data.Count; row++)
        {
            layout.WriteCondition(data, row, conditions.AsSpan(row * width, width));
            Span<float> transition = transitions.AsSpan(row * head, head);
            layout.Encoder.WriteCondition(data.State(row), data.Actions[row], transition);
            layout.Encoder.WriteState(data.NextState(row), transition[layout.Encoder.ConditionFeatures..]);
        }

        (float mean, float deviation) = (layout.Normalizer.RewardMean, layout.Normalizer.RewardStandardDeviation);
        Conditions = OnDevice.Floats(conditions, device, data.Count, width);
        Transitions = OnDevice.Floats(transitions, device, data.Count, head);
        Rewards = OnDevice.Floats([.. data.Rewards.Select(reward => (reward - mean) / deviation)], device, data.Count);
        Terminals = OnDevice.Floats([.. data.Endings.Select(ending => ending == Ending.Terminal ? 1f : 0f)], device, data.Count);
        Classes = [.. layout.Classes.Select(variable => OnDevice.Longs([.. Enumerable.Range(0, data.Count).Select(row => (long)data.NextState(row)[variable.Index])], device, data.Count))];
        Training = OnDevice.Rows(training, device);
    }

    public WorldModelLayout Layout { get; }

    public Device Device { get; }

    /// <summary>[N, C] what the generated numbers hang on.</summary>
    public Tensor Conditions { get; }

    /// <summary>[N, inputs] what the heads see; the reward's may see <see cref="Terminals"/> too.</summary>
    public Tensor Transitions { get; }

    /// <summary>[N] normalised.</summary>
    public Tensor Rewards { get; }

    /// <summary>[N] 1 where the step is terminal.</summary>
    public Tensor Terminals { get; }

    /// <summary>[N] which class the next state has, for each category and flag.</summary>
    public IReadOnlyList<Tensor> Classes { get; }

    /// <summary>The rows that train.</summary>
    public Tensor Training { get; }

    /// <summary>Rows drawn with replacement.</summary>
    /// <param name="random">Draws.</param>
    /// <param name="members">M.</param>
    /// <param name="batch">B.</param>
    /// <returns>[M · B] numbers of rows.</returns>
    public Tensor Draw(Randomness random, int members, int batch) => Training.index_select(0, random.Below(Training.shape[0], members * batch));

    /// <summary>The features of rows.</summary>
    /// <param name="features">[N, F].</param>
    /// <param name="rows">[M · B].</param>
    /// <param name="members">M.</param>
    /// <returns>[M, B, F].</returns>
    public static Tensor Take(Tensor features, Tensor rows, int members) => features.index_select(0, rows).view(members, -1, features.shape[1]);

    public void Dispose()
    {
        foreach (Tensor tensor in new[] { Conditions, Transitions, Rewards, Terminals, Training }.Concat(Classes)) tensor.Dispose();
    }
}
