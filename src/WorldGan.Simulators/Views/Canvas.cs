namespace WorldGan.Simulators.Views;

/// <summary>
/// A grey image to draw on, whose edges are smooth: a pixel takes as much of a shape's brightness as lies within half a pixel of its edge, so that a shape that moves by a
/// part of a pixel is seen to move. The point (0, 0) is the upper left corner of the first pixel.
/// </summary>
/// <param name="height">Rows of pixels.</param>
/// <param name="width">Pixels of a row.</param>
internal sealed class Canvas(int height, int width)
{
    private readonly double[] _brightness = new double[height * width];

    /// <summary>[height, width] the image, 0 to 255.</summary>
    public IEnumerable<double> Pixels => _brightness.Select(value => Math.Round(255 * value));

    public void Disc(double x, double y, double radius, double brightness) => Fill((px, py) => Length(px - x, py - y) - radius, brightness);

    public void Box(double left, double top, double right, double bottom, double brightness) =>
        Fill((px, py) => Math.Max(Math.Max(left - px, px - right), Math.Max(top - py, py - bottom)), brightness);

    /// <summary>A stroke with round ends.</summary>
    public void Stroke(double fromX, double fromY, double toX, double toY, double thickness, double brightness)
    {
        double dx = toX - fromX, dy = toY - fromY, square = dx * dx + dy * dy;
        Fill((px, py) =>
        {
            double along = Math.Clamp(((px - fromX) * dx + (py - fromY) * dy) / square, 0, 1);
            return Length(px - fromX - along * dx, py - fromY - along * dy) - thickness / 2;
        }, brightness);
    }

    private void Fill(Func<double, double, double> distance, double brightness)
    {
        for (int row = 0; row < height; row++)
        {
            for (int column = 0; column < width; column++)
            {
                double share = Math.Clamp(0.5 - distance(column + 0.5, row + 0.5), 0, 1);
                ref double pixel = ref _brightness[row * width + column];
                pixel += share * (brightness - pixel);
            }
        }
    }

    private static double Length(double x, double y) => Math.Sqrt(x * x + y * y);
}
