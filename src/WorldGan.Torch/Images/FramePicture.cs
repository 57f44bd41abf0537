using WorldGan.Reporting;

namespace WorldGan.Torch.Images;

/// <summary>True and drawn futures side by side as one image: a block for each moment, in it a row for the truth and for each model, from the present at the left to the last step.</summary>
internal static class FramePicture
{
    private const int Magnified = 3, Gap = 3, BlockGap = 12;
    private const byte Paper = 255;

    /// <summary>The bytes of a PNG.</summary>
    /// <param name="futures">The rows of a block, the truth first.</param>
    /// <param name="shape">What the images are; of 2 or 4 channels the first is shown.</param>
    /// <param name="windows">The moments to show.</param>
    public static byte[] Of(IReadOnlyList<FrameFutures> futures, FrameShape shape, int[] windows)
    {
        int channels = shape.Channels == 3 ? 3 : 1, columns = futures[0].Horizon + 1, cellHeight = shape.Height * Magnified + Gap, cellWidth = shape.Width * Magnified + Gap;
        int height = windows.Length * (futures.Count * cellHeight + BlockGap) - BlockGap - Gap, width = columns * cellWidth - Gap;
        var pixels = new byte[height * width * channels];
        Array.Fill(pixels, Paper);
        for (int block = 0; block < windows.Length; block++)
            for (int row = 0; row < futures.Count; row++)
                for (int ahead = 0; ahead < columns; ahead++)
                    Place(futures[row].Image(windows[block], ahead), block * (futures.Count * cellHeight + BlockGap) + row * cellHeight, ahead * cellWidth);
        return PngFile.Format(pixels, height, width, channels);

        void Place(ReadOnlySpan<float> image, int top, int left)
        {
            for (int y = 0; y < shape.Height * Magnified; y++)
                for (int x = 0; x < shape.Width * Magnified; x++)
                    for (int c = 0; c < channels; c++)
                        pixels[((top + y) * width + left + x) * channels + c] = (byte)Math.Round(255 * image[(c * shape.Height + y / Magnified) * shape.Width + x / Magnified]);
        }
    }
}
