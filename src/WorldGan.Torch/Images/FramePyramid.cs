using static TorchSharp.torch;
using Tensor = TorchSharp.torch.Tensor;

namespace WorldGan.Torch.Images;

/// <summary>Images at several sizes.</summary>
internal static class FramePyramid
{
    /// <summary>The same images at each scale, the smallest first: a pixel is the mean of the four that it stands for.</summary>
    /// <param name="images">[B, C, H, W].</param>
    /// <param name="scales">How many.</param>
    public static Tensor[] Of(Tensor images, int scales)
    {
        var pyramid = new Tensor[scales];
        for (int k = scales - 1; k >= 0; k--) pyramid[k] = k == scales - 1 ? images : nn.functional.avg_pool2d(pyramid[k + 1], 2);
        return pyramid;
    }

    /// <summary>Images of twice the size.</summary>
    public static Tensor Double(Tensor images) => nn.functional.interpolate(images, scale_factor: [2, 2], mode: InterpolationMode.Bilinear, align_corners: false);

    /// <summary>Numbers of each row as planes behind the images of the row, so that a convolution sees them everywhere.</summary>
    /// <param name="images">[B, C, H, W].</param>
    /// <param name="numbers">[B, N].</param>
    /// <returns>[B, C + N, H, W].</returns>
    public static Tensor WithPlanes(Tensor images, Tensor numbers)
    {
        long[] shape = images.shape;
        return cat([images, numbers.view(shape[0], -1, 1, 1).expand(shape[0], numbers.shape[1], shape[2], shape[3])], 1);
    }
}
