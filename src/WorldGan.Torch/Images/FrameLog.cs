using WorldGan.Datasets;
using WorldGan.Torch.Networks;
using static TorchSharp.torch;
using Tensor = TorchSharp.torch.Tensor;

namespace WorldGan.Torch.Images;

/// <summary>A log of images on a device, as bytes, from which batches are taken.</summary>
internal sealed class FrameLog : IDisposable
{
    private readonly FrameShape _shape;
    private readonly Tensor _frames;                       // [F, C, H, W] bytes
    private readonly Tensor _windows;                      // [N, k + 1] places of images
    private readonly Tensor _actions, _rewards, _terminals; // [N]

    public FrameLog(FrameSet data, FrameShape shape, Device device)
    {
        (_shape, Device) = (shape, device);
        byte[] pixels = data.Pixels;
        Units = FrameUnits.Measure(pixels);
        using (NewDisposeScope())
        {
            _frames = tensor(pixels, [pixels.Length / data.Image.Numbers, shape.Height, shape.Width, shape.Channels]).permute(0, 3, 1, 2).contiguous().to(device).DetachFromDisposeScope();
        }

        _windows = OnDevice.Longs([.. Enumerable.Range(0, data.Count).SelectMany(row => data.Window(row, shape.Seen))], device, data.Count, shape.Seen + 1);
        _actions = OnDevice.Longs([.. data.Actions.Select(action => (long)action)], device);
        (RewardMean, RewardScale) = Measure(data.Rewards);
        _rewards = OnDevice.Floats([.. data.Rewards.Select(reward => (reward - RewardMean) / RewardScale)], device);
        _terminals = OnDevice.Floats([.. data.Terminals.Select(isTerminal => isTerminal ? 1f : 0f)], device);
    }

    public Device Device { get; }

    /// <summary>What networks see of a pixel.</summary>
    public FrameUnits Units { get; }

    /// <summary>Mean of the rewards.</summary>
    public float RewardMean { get; }

    /// <summary>Standard deviation of the rewards; 1 where they are all alike.</summary>
    public float RewardScale { get; }

    /// <summary>The transitions of some rows.</summary>
    /// <param name="rows">[B].</param>
    public FrameBatch Take(Tensor rows)
    {
        long count = rows.shape[0], seen = _shape.Seen;
        Tensor images = Units.Of(_frames.index_select(0, _windows.index_select(0, rows).flatten()).to(ScalarType.Float32) / 255f).view(count, (seen + 1) * _shape.Channels, _shape.Height, _shape.Width);
        Tensor action = nn.functional.one_hot(_actions.index_select(0, rows), _shape.Actions).to(ScalarType.Float32);
        return new FrameBatch(images.narrow(1, 0, seen * _shape.Channels), images.narrow(1, seen * _shape.Channels, _shape.Channels), action, _rewards.index_select(0, rows), _terminals.index_select(0, rows));
    }

    public void Dispose()
    {
        foreach (Tensor tensor in new[] { _frames, _windows, _actions, _rewards, _terminals }) tensor.Dispose();
    }

    private static (float Mean, float Scale) Measure(IReadOnlyList<float> rewards)
    {
        double mean = rewards.Average(reward => (double)reward), variance = rewards.Average(reward => (reward - mean) * (reward - mean));
        return ((float)mean, variance > 1e-12 ? (float)Math.Sqrt(variance) : 1);
    }
}
