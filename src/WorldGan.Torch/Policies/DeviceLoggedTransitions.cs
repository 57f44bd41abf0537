using WorldGan.Datasets;
using WorldGan.Policies;
using WorldGan.Policies.Sources;
using WorldGan.Policies.Values;
using WorldGan.Torch.Networks;
using static TorchSharp.torch;
using Tensor = TorchSharp.torch.Tensor;

namespace WorldGan.Torch.Policies;

/// <summary>The transitions of a log in the memory of a device.</summary>
internal sealed class DeviceLoggedTransitions : IDisposable
{
    private readonly Tensor _states, _next, _actions, _known, _future; // [N, F], [N, F], [N], [N], [N]
    private readonly Randomness _random;

    public DeviceLoggedTransitions(TransitionSet data, StateEncoder encoder, ValueTarget target, PolicyOptions options, Randomness random)
    {
        _random = random;
        var log = new LoggedTransitions(data, options.ReturnSteps!.Value, new UniformSampler());
        int width = encoder.StateFeatures;
        float[] states = new float[data.Count * width], next = new float[data.Count * width], known = new float[data.Count], future = new float[data.Count];
        for (int row = 0; row < data.Count; row++)
        {
            encoder.WriteState(log.StateAt(row), states.AsSpan(row * width, width));
            encoder.WriteState(log.NextStateAt(row), next.AsSpan(row * width, width));
            LearnedStep step = log.StepAt(row);
            (double worth, double factor) = Ends.Of(step.Ending, target);
            double discount = Math.Pow(data.Spec.Discount, step.Steps);
            (known[row], future[row]) = ((float)(step.Reward / target.Scale + discount * worth), (float)(discount * factor));
        }

        Count = data.Count;
        (_states, _next) = (OnDevice.Floats(states, random.Device, Count, width), OnDevice.Floats(next, random.Device, Count, width));
        _actions = OnDevice.Rows(data.Actions, random.Device);
        (_known, _future) = (OnDevice.Floats(known, random.Device, Count), OnDevice.Floats(future, random.Device, Count));
    }

    public int Count { get; }

    /// <summary>Draws with replacement.</summary>
    public TransitionColumns? Draw(int members, int batch)
    {
        if (batch == 0) return null;
        Tensor rows = _random.Below(Count, members * batch);
        return new TransitionColumns(
            Of(_states).view(members, batch, -1), Of(_next).view(members, batch, -1), Of(_actions).view(members, batch), Of(_known).view(members, batch), Of(_future).view(members, batch),
            ones(members, batch, device: _random.Device));

        Tensor Of(Tensor column) => column.index_select(0, rows);
    }

    public void Dispose()
    {
        foreach (Tensor tensor in new[] { _states, _next, _actions, _known, _future }) tensor.Dispose();
    }
}
