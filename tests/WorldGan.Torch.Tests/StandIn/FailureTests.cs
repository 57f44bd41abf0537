using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace WorldGan.Torch.Tests.StandIn;

/// <summary>Whatever goes wrong in libtorch is an exception with libtorch's words, and the process lives.</summary>
public class FailureTests
{
    private static readonly Dictionary<string, (Action Fails, string Says)> Faults = new()
    {
        ["mm"] = (() => ones(2, 3).mm(ones(2, 3)), "mat1 and mat2 shapes cannot be multiplied (2x3 and 2x3)"),
        ["matmul"] = (() => ones(2, 3).matmul(ones(4, 5)), "shapes cannot be multiplied"),
        ["addition"] = (() => _ = ones(2) + ones(3), "must match the size of tensor"),
        ["linear"] = (() => nn.Linear(3, 2).call(ones(1, 4)), "shapes cannot be multiplied"),
        ["cat"] = (() => cat([ones(1, 2), ones(2, 3)]), "Sizes of tensors must match"),
        ["cat of nothing"] = (() => cat(Array.Empty<Tensor>()), "non-empty list"),
        ["view"] = (() => ones(4).view(3), "is invalid for input of size 4"),
        ["gather"] = (() => ones(2).gather(0, tensor(new long[] { 5 })), "out of bounds"),
        ["index"] = (() => _ = ones(2)[7], "out of range"),
        ["indices"] = (() => _ = ones(2, 2)[0, 0, 0], "0-dim"),
        ["dimension"] = (() => ones(2).sum(3), "Dimension out of range"),
        ["gradient without graph"] = (() => ones(2).sum().backward(), "does not require grad"),
        ["gradient of many"] = (() => ones(2, requires_grad: true).mul(2).backward(), "only for scalar outputs"),
        ["grad of no graph"] = (() => autograd.grad([ones(1)], [ones(1)]), "does not require grad"),
        ["grad of wrong shape"] = (() => autograd.grad([ones(2, requires_grad: true) * 2], [ones(2, requires_grad: true)], [ones(3)]), "hape"),
        ["leaf in place"] = (() => ones(1, requires_grad: true).add_(1), "leaf Variable"),
        ["integers with gradient"] = (() => tensor(new long[] { 1 }).requires_grad_(), "floating point"),
        ["types"] = (() => ones(2, 2).mm(ones(2, 2, float64)), "expected"),
        ["singular shape"] = (() => empty(-1), "negative"),
        ["too much memory"] = (() => empty(1L << 45, 1L << 10), "memory"),
        ["overflow of sizes"] = (() => empty(1L << 62, 1L << 62), "verflow"),
        ["random range"] = (() => randint(5, 5, [2]), "random_ expects"),
        ["probabilities"] = (() => tensor(new float[] { -1, 2 }).multinomial(1), "probability"),
        ["convolution"] = (() => nn.functional.conv2d(ones(1, 3, 4, 4), ones(1, 2, 2, 2)), "channels"),
    };

    public static TheoryData<string> Names => [.. Faults.Keys];

    [LibtorchTheory]
    [MemberData(nameof(Names))]
    public void A_fault_is_an_exception_with_libtorchs_words(string name)
    {
        using var scope = NewDisposeScope();
        var (fails, says) = Faults[name];

        var failure = Assert.Throws<ExternalException>(fails);

        Assert.Contains(says, failure.Message, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("frame #", failure.Message, StringComparison.Ordinal); // no trace of C++ in front of a user
        Assert.Equal(2, ones(2).sum().item<float>());
    }

    [LibtorchFact]
    public void A_disposed_tensor_refuses_every_use()
    {
        using var scope = NewDisposeScope();
        var gone = ones(2);
        gone.Dispose();
        gone.Dispose();

        Assert.Throws<InvalidOperationException>(() => gone.sum());
        Assert.Throws<InvalidOperationException>(() => ones(2) + gone);
        Assert.Throws<InvalidOperationException>(() => gone.shape);
        Assert.Throws<InvalidOperationException>(() => gone.data<float>());
        Assert.Throws<InvalidOperationException>(gone.backward);
        Assert.Throws<InvalidOperationException>(() => cat([ones(2), gone]));
    }

    [LibtorchFact]
    public void One_element_is_read_from_a_tensor_of_one_only_and_in_its_own_type()
    {
        using var scope = NewDisposeScope();

        Assert.Throws<ArgumentException>(() => ones(2).item<float>());
        Assert.Throws<ArgumentException>(() => ones(1).item<double>());
        Assert.Throws<ArgumentException>(() => ones(1).data<int>());
        Assert.Throws<ArgumentException>(() => tensor(new float[5], [2, 3]));
        Assert.Throws<ArgumentOutOfRangeException>(() => ones(2).data<float>()[2]);
    }

    [LibtorchFact]
    public void A_device_that_is_not_here_is_refused_by_name()
    {
        if (cuda.is_available()) return;

        Assert.Contains("CUDA", Assert.Throws<InvalidOperationException>(() => ones(2, device: "cuda")).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => ones(2).to("cuda:0"));
        Assert.Throws<InvalidOperationException>(() => nn.Linear(1, 1).to(DeviceType.CUDA));
        Assert.Throws<InvalidOperationException>(() => CUDA);
        Assert.False(TryInitializeDeviceType(DeviceType.CUDA));
        Assert.Equal(0, cuda.device_count());
        Assert.Throws<ExternalException>(() => cuda.synchronize());
        Assert.Throws<ExternalException>(() => new Generator(1, new Device("cuda")));
    }

    [LibtorchFact]
    public void What_is_not_supported_says_so_instead_of_dropping_it()
    {
        Assert.Throws<NotSupportedException>(() => ones(2, names: ["x"]));
        Assert.Throws<NotSupportedException>(() => nn.Conv2d(1, 1, 1, padding_mode: PaddingModes.Reflect));
        Assert.Throws<NotSupportedException>(() => from_array(new decimal[1]));
    }
}
