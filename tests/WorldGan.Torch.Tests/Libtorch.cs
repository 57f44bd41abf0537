using TorchSharp;

namespace WorldGan.Torch.Tests;

internal static class Libtorch
{
    /// <summary>Why libtorch cannot be used here; null where it can.</summary>
    public static string? Missing { get; } = Try();

    private static string? Try()
    {
        try
        {
            torch.InitializeDeviceType(DeviceType.CPU);
            torch.set_num_threads(1);
            return null;
        }
        catch (NotSupportedException missing)
        {
            return missing.Message;
        }
    }
}
