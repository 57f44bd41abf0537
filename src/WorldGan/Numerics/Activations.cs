namespace WorldGan.Numerics;

/// <summary>What the code around the kernels must know of an activation.</summary>
internal static class Activations
{
    /// <summary>True where the second derivative is not zero everywhere.</summary>
    public static bool IsSmooth(Activation activation) => activation is not (Activation.Relu or Activation.LeakyRelu);
}
