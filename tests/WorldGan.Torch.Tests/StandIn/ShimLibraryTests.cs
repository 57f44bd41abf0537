using TorchSharp.Interop;

namespace WorldGan.Torch.Tests.StandIn;

public class ShimLibraryTests
{
    [Fact]
    public void A_shim_that_is_not_there_is_one_exception_that_says_how_to_get_it()
    {
        var failure = Assert.Throws<NotSupportedException>(() => ShimLibrary.Load("/nowhere/libworldgan_torch.so"));

        Assert.Contains("/nowhere/libworldgan_torch.so: not there", failure.Message, StringComparison.Ordinal);
        Assert.Contains("eng/build-libtorch-shim.sh", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_no_library_is_named_with_the_loaders_words()
    {
        string file = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.so");
        File.WriteAllText(file, "no library");
        try
        {
            Assert.Contains(file, Assert.Throws<NotSupportedException>(() => ShimLibrary.Load(file)).Message, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
    }
}
