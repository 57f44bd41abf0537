namespace TorchSharp;

/// <summary>What lies outside of the borders.</summary>
internal enum PaddingModes
{
    Zeros = 0,
    Reflect = 1,
    Replicate = 2,
    Circular = 3,
    Constant = 4,
}
