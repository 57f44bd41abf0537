using System.Runtime.InteropServices;
using WorldGan.Torch.CudaGraphs;

namespace WorldGan.Torch.Tests;

/// <summary>What there is to know of graphs without a device: what is missing is said, and nothing is done.</summary>
public class CudaGraphTests
{
    [Fact]
    public void Where_the_library_or_the_device_is_missing_the_work_is_not_done_and_the_reason_is_told()
    {
        if (TorchEngine.WhyNot(TorchEngine.Cuda) is null) return;          // there is a device: the smoke test of the benchmarks captures there
        int done = 0;
        Exception failure = Assert.ThrowsAny<Exception>(() => CudaGraph.Capture(() => done++));
        if (CudaGraph.WhyNot is { } reason)
        {
            Assert.Equal(reason, Assert.IsType<NotSupportedException>(failure).Message);
            Assert.Contains("eng/build-libtorch-shim.sh", reason, StringComparison.Ordinal);
            Assert.DoesNotContain('\n', reason);
        }
        else
            Assert.NotEmpty(Assert.IsType<ExternalException>(failure).Message);
        Assert.Equal(0, done);
    }

    [Fact]
    public void Nothing_and_no_first_run_are_refused()
    {
        Assert.Throws<ArgumentNullException>(() => CudaGraph.Capture(null!));
        Assert.Throws<ArgumentOutOfRangeException>(() => CudaGraph.Capture(() => { }, warmUps: 0));
    }
}
