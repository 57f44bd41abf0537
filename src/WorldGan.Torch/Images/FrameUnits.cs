using Tensor = TorchSharp.torch.Tensor;

namespace WorldGan.Torch.Images;

/// <summary>
/// What networks see of a pixel: standard deviations from the mean of all pixels of the log. Small things on a plain ground are few numbers that differ from 0, and networks learn them slowly where
/// these are small.
/// </summary>
/// <param name="Mean">Mean of all pixels, from 0 to 1.</param>
/// <param name="Scale">Their standard deviation; 1 where they are all alike.</param>
internal sealed record FrameUnits(float Mean, float Scale)
{
    public static FrameUnits Measure(ReadOnlySpan<byte> pixels)
    {
        double sum = 0, squares = 0;
        foreach (byte pixel in pixels) (sum, squares) = (sum + pixel / 255.0, squares + pixel / 255.0 * (pixel / 255.0));
        double mean = sum / pixels.Length, variance = squares / pixels.Length - mean * mean;
        return new FrameUnits((float)mean, variance > 1e-9 ? (float)Math.Sqrt(variance) : 1);
    }

    /// <summary>From pixels of 0 to 1.</summary>
    public Tensor Of(Tensor pixels) => (pixels - Mean) / Scale;

    /// <summary>To pixels of 0 to 1.</summary>
    public Tensor ToPixels(Tensor units) => units * Scale + Mean;

    /// <summary>Brings what no pixel can be to the darkest or brightest.</summary>
    public Tensor Clamp(Tensor units) => units.clamp(-Mean / Scale, (1 - Mean) / Scale);
}
