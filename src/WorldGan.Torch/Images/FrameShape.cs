using WorldGan.Worlds;

namespace WorldGan.Torch.Images;

/// <summary>What goes into the networks of a world of images and what comes out.</summary>
/// <param name="Height">Rows of pixels.</param>
/// <param name="Width">Pixels of a row.</param>
/// <param name="Channels">C, numbers of a pixel.</param>
/// <param name="Seen">k, how many images are seen, the present one last: the world's history.</param>
/// <param name="Actions">A, the number of actions.</param>
internal sealed record FrameShape(int Height, int Width, int Channels, int Seen, int Actions)
{
    /// <exception cref="ArgumentException">The state is no image, or the image is too small or does not divide into the scales.</exception>
    public static FrameShape Of(WorldSpec spec, FrameModelOptions options)
    {
        StateVariable image = spec.Image ?? throw new ArgumentException($"World '{spec.Name}': expected an image as its state, got numbers.");
        int divisor = 1 << options.Scales, least = Math.Max(16, 2 * divisor);
        if (image.Height % divisor != 0 || image.Width % divisor != 0 || image.Height < least || image.Width < least)
            throw new ArgumentException($"World '{spec.Name}': expected the sides of '{image.Name}' to be multiples of {divisor} and at least {least}, for {options.Scales} scales (frames.scales), got {image.Height} x {image.Width}.");
        return new FrameShape(image.Height, image.Width, image.Channels, spec.History ?? 1, spec.Actions.Count);
    }
}
