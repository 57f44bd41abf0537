using Tensor = TorchSharp.torch.Tensor;

namespace WorldGan.Torch.Images;

/// <summary>What the generator of images minimises beside the game (arXiv:1511.05440), as means over pixels where the paper has sums, and in <see cref="FrameUnits"/>.</summary>
internal static class FrameLosses
{
    /// <summary>Mean of |Y − Ŷ|ᵖ (equation 1).</summary>
    /// <param name="truth">[B, C, H, W].</param>
    /// <param name="predicted">[B, C, H, W].</param>
    /// <param name="power">p, 1 or 2.</param>
    /// <returns>[].</returns>
    public static Tensor Pixels(Tensor truth, Tensor predicted, int power)
    {
        Tensor error = predicted - truth;
        return (power == 1 ? error.abs() : error.square()).mean();
    }

    /// <summary>
    /// The gradient difference loss with α = 1 (equation 6): the mean of ||Yᵢⱼ − Yᵢ₋₁ⱼ| − |Ŷᵢⱼ − Ŷᵢ₋₁ⱼ|| plus that of ||Yᵢⱼ₋₁ − Yᵢⱼ| − |Ŷᵢⱼ₋₁ − Ŷᵢⱼ||.
    /// </summary>
    /// <inheritdoc cref="Pixels"/>
    public static Tensor GradientDifference(Tensor truth, Tensor predicted) =>
        (Steps(truth, 2) - Steps(predicted, 2)).abs().mean() + (Steps(truth, 3) - Steps(predicted, 3)).abs().mean();

    private static Tensor Steps(Tensor image, long along)
    {
        long count = image.shape[along] - 1;
        return (image.narrow(along, 1, count) - image.narrow(along, 0, count)).abs();
    }
}
