namespace WorldGan.Numerics;

/// <summary>
/// The layout that all matrices of the engine share: columns padded to whole panels of 16, so that no kernel has a tail at any
/// vector width. Padding columns of weights and gradients hold zeros and stay zero.
/// </summary>
internal static class Panels
{
    /// <summary>Columns of one panel: a multiple of every vector width up to 512 bits of float.</summary>
    public const int Width = 16;

    /// <summary>The fewest columns that a kernel computes.</summary>
    public const int Half = Width / 2;

    /// <summary>Number of columns that are computed: not all of the padding.</summary>
    public static int PadToHalf(int columns) => (columns + Half - 1) & -Half;

    /// <summary>Number of columns after padding.</summary>
    public static int Pad(int columns) => (columns + Width - 1) & -Width;
}
