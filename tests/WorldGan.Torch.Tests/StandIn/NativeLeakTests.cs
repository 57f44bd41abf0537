using System.Runtime.InteropServices;
using TorchSharp.Interop;
using static TorchSharp.torch;

namespace WorldGan.Torch.Tests.StandIn;

/// <summary>What the native half holds is what .NET holds: nothing is lost on the way.</summary>
[Collection(nameof(LeakTests))]
public class NativeLeakTests
{
    [LibtorchFact]
    public void Both_halves_count_the_same_tensors()
    {
        using var scope = NewDisposeScope();
        long difference = Shim.worldgan_tensor_count() - Tensor.TotalCount;
        var parts = rand(100, 3).requires_grad_().unbind();
        var (values, indices) = stack(parts).sort(0L);
        values.sum().backward();
        autograd.grad([(values * 1).sum()], [values]);
        Assert.Throws<ExternalException>(() => values.mm(values));
        _ = nn.Linear(3, 3);
        indices.MoveToOuterDisposeScope().Dispose();

        Assert.Equal(difference, Shim.worldgan_tensor_count() - Tensor.TotalCount);
        scope.Dispose();
        Assert.Equal(difference, Shim.worldgan_tensor_count() - Tensor.TotalCount);
    }
}
