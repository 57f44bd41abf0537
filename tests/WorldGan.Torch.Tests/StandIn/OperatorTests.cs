using static TorchSharp.torch;

namespace WorldGan.Torch.Tests.StandIn;

/// <summary>Every family of operators on values that can be checked by hand.</summary>
public class OperatorTests
{
    private static readonly float[] Two = [1, 2, 3, 4];

    [LibtorchFact]
    public void Matrices_multiply_as_on_paper()
    {
        using var scope = NewDisposeScope();
        var left = tensor(Two, [2, 2]);
        var right = tensor(new float[,] { { 5, 6 }, { 7, 8 } });

        Holds([19, 22, 43, 50], left.mm(right));
        Holds([19, 22, 43, 50], matmul(left, right));
        Holds([19, 22, 43, 50], left.unsqueeze(0).bmm(right.unsqueeze(0)));
        Holds([20, 24, 46, 54], left.addmm(left, right));
        Holds([0.5f + 38, 1 + 44, 1.5f + 86, 2 + 100], left.addmm(left, right, 0.5f, 2));
        Holds([20, 24, 46, 54], left.unsqueeze(0).baddbmm(left.unsqueeze(0), right.unsqueeze(0)));
        Holds([17, 39], left.mv(tensor(new float[] { 5, 6 })));
        Holds([19, 22, 43, 50], einsum("ij,jk->ik", left, right));
    }

    [LibtorchFact]
    public void Arithmetic_takes_tensors_and_numbers_on_either_side()
    {
        using var scope = NewDisposeScope();
        var x = tensor(new float[] { 1, 2, 4 });

        Holds([2, 4, 8], x + x);
        Holds([1, 4, 16], x * x);
        Holds([4, 3, 1], 5 - x);
        Holds([-4, -3, -1], x - 5);
        Holds([8, 4, 2], 8 / x);
        Holds([0.5f, 1, 2], x / 2.0);
        Holds([-1, -2, -4], -x);
        Holds([3, 6, 12], x.add(x, 2));
        Holds([1, 8, 64], x.pow(3));
        Holds([0, 1, 2], x.div(2, RoundingMode.floor));
        Holds([1, 0, 0], x % 2);
        Holds([2.5f, 4, 7], x.lerp(tensor(new float[] { 4, 6, 10 }), tensor(0.5f)));
        Holds([1.5f, 4, 12], x.addcmul(x, x, 0.5));
    }

    [LibtorchFact]
    public void Functions_of_one_element_have_their_values()
    {
        using var scope = NewDisposeScope();
        var x = tensor(new float[] { -1, 0, 2 });

        Near([MathF.Exp(-1), 1, MathF.Exp(2)], x.exp());
        Near([MathF.Log(1), MathF.Log(2), MathF.Log(4)], (x + 2).log());
        Near([0, MathF.Log(2), MathF.Log(4)], (x + 1).log1p());
        Holds([1, 0, 2], x.abs());
        Holds([-1, 0, 1], x.sign());
        Holds([1, 0, 4], x.square());
        Holds([-0.5f, 0, 1], x.clamp(-0.5, 1));
        Holds([0, 0, 2], x.relu());
        Near([-0.2f, 0, 2], x.leaky_relu(0.2));
        Near([MathF.Exp(-1) - 1, 0, 2], x.elu());
        Near([-1 / (1 + MathF.E), 0, 2 / (1 + MathF.Exp(-2))], x.silu());
        Near([MathF.Tanh(-1), 0, MathF.Tanh(2)], x.tanh());
        Near([1 / (1 + MathF.E), 0.5f, 1 / (1 + MathF.Exp(-2))], x.sigmoid());
        Near([MathF.Log(1 + MathF.Exp(-1)), MathF.Log(2), MathF.Log(1 + MathF.Exp(2))], x.softplus());
        Near([MathF.Sin(-1), 0, MathF.Sin(2)], x.sin());
        Near([1, 0.5f], tensor(new float[] { 1, 4 }).rsqrt());
    }

    [LibtorchFact]
    public void Reductions_go_over_all_or_over_the_named_dimensions()
    {
        using var scope = NewDisposeScope();
        var x = tensor(new float[,] { { 1, 5, 3 }, { 4, 2, 6 } });

        Holds([21], x.sum());
        Holds([5, 7, 9], x.sum([0]));
        Holds([9, 12], x.sum([1], keepdim: true));
        Holds([3, 4], x.mean([1]));
        Near([2, 2], x.std(1));
        Holds([4, 4], x.var([1]));
        Holds([5, 6], x.max(1).values);
        Equal([1, 2], x.max(1).indexes);
        Equal([1, 2], x.argmax(1));
        Equal([0, 1], x.argmin(1));
        Holds([1, 2], x.amin(1));
        Holds([1, 6, 9, 4, 6, 12], x.cumsum(1));
        Holds([15, 48], x.prod(1L));
        Near([MathF.Sqrt(35), MathF.Sqrt(56)], x.norm(1));
        Near([MathF.Sqrt(91)], x.norm());
        Holds([1, 3, 5, 2, 4, 6], x.sort(1).Values);
        Equal([1, 2, 2, 0], x.topk(2, 1).indexes);
        Near([MathF.Log(MathF.Exp(1) + MathF.Exp(5) + MathF.Exp(3)), MathF.Log(MathF.Exp(4) + MathF.Exp(2) + MathF.Exp(6))], x.logsumexp(1));
    }

    [LibtorchFact]
    public void Views_share_memory_and_keep_the_order()
    {
        using var scope = NewDisposeScope();
        var x = arange(6).reshape(2, 3);

        Assert.Equal([3L, 2], x.t().shape);
        Equal([0, 3, 1, 4, 2, 5], x.transpose(0, 1).contiguous());
        Equal([0, 3, 1, 4, 2, 5], x.permute(1, 0));
        Equal([1, 2, 4, 5], x.narrow(1, 1, 2));
        Equal([0, 2, 3, 5], x.slice(1, 0, 3, 2));
        Equal([0, 0, 1, 1, 2, 2], x[0].repeat_interleave(2));
        Equal([0, 1, 2, 0, 1, 2], x[0].expand(2, 3));
        Assert.Equal([2L, 1, 3], x.unsqueeze(1).shape);
        Assert.Equal(3, x.split(1, 1).Length);
        Equal([2, 5], x.chunk(3, 1)[2]);
        Equal([3, 4, 5], x.unbind()[1]);

        x.view(-1)[5] = tensor(50L);
        Equal([3, 4, 50], x[1]);
    }

    [LibtorchFact]
    public void More_tensors_than_the_stack_holds_come_back_from_one_call()
    {
        using var scope = NewDisposeScope();
        var parts = arange(1000).unbind();

        Assert.Equal(1000, parts.Length);
        Assert.Equal(999, parts[^1].item<long>());
        Equal([.. Enumerable.Range(0, 1000).Select(i => (long)i)], stack(parts));
    }

    [LibtorchFact]
    public void Brackets_select_with_numbers_ranges_ellipses_and_tensors()
    {
        using var scope = NewDisposeScope();
        var x = arange(24).reshape(2, 3, 4);

        Assert.Equal(17, x[1, 1, 1].item<long>());
        Equal([4, 5, 6, 7], x[0, 1]);
        Equal([1, 5, 9, 13, 17, 21], x[TensorIndex.Ellipsis, 1]);
        Equal([20, 21], x[1, -1, ..2]);
        Equal([4, 8], x[0, 1.., 0]);
        Assert.Equal([2L, 3, 1, 4], x[.., .., TensorIndex.None].shape);
        Equal([12, 14, 0, 2], x[TensorIndex.Tensor(tensor(new long[] { 1, 0 })), 0, TensorIndex.Slice(0, 4, 2)]);
        Equal([3, 7, 11], x[tensor(new long[] { 0, 0, 0 }), arange(3), tensor(new long[] { 3, 3, 3 })]);

        x[0, .., 0] = tensor(-1L);
        Equal([-1, -1, -1], x[0, .., 0]);
    }

    [LibtorchFact]
    public void Rows_are_gathered_scattered_and_masked()
    {
        using var scope = NewDisposeScope();
        var x = tensor(new float[,] { { 1, 2 }, { 3, 4 }, { 5, 6 } });
        var index = tensor(new long[] { 2, 0 });

        Holds([5, 6, 1, 2], x.index_select(0, index));
        Holds([2, 3, 6], x.gather(1, tensor(new long[] { 1, 0, 1 }).unsqueeze(1)));
        Holds([9, 2, 3, 4, 5, 9], x.scatter(1, tensor(new long[,] { { 0 }, { 0 }, { 1 } })[new Index(0).., ..], tensor(new float[,] { { 9 }, { 3 }, { 9 } })));
        Holds([3, 5, 3, 4, 9, 11], x.clone().index_add_(0, index, tensor(new float[,] { { 4, 5 }, { 2, 3 } }), 1));
        Holds([1, 1, 3, 4, 0, 0], x.clone().index_copy_(0, index, tensor(new float[,] { { 0, 0 }, { 1, 1 } })));
        Holds([1, 2, 0, 0, 0, 0], x.masked_fill(x > 2, 0));
        Holds([1, 2, -1, -1, -1, -1], where(x <= 2, x, full_like(x, -1)));
        Holds([3, 4, 5, 6], x.masked_select(x >= 3));
        Equal([0, 1, 0, 0, 0, 1], nn.functional.one_hot(tensor(new long[] { 1, 2 }), 3));
        Holds([1, 2, 3, 4, 5, 6, 7], cat([x.flatten(), tensor(new float[] { 7 })]));
    }

    [LibtorchFact]
    public void Comparisons_make_truth_values_that_combine()
    {
        using var scope = NewDisposeScope();
        var x = tensor(new float[] { 1, 2, float.NaN });

        Truths([false, true, false], x > 1);
        Truths([true, false, false], x == 1);
        Truths([false, true, false], (x >= 1).logical_and(x != 1));
        Truths([false, false, true], x.isnan());
        Truths([true, true, false], x.isfinite());
        Truths([false, false, true], ~(x < 5));
        Assert.True((x > 1).any().item<bool>());
        Assert.False((x > 1).all().item<bool>());
    }

    [LibtorchFact]
    public void In_place_operators_change_and_return_the_tensor_itself()
    {
        using var scope = NewDisposeScope();
        var x = zeros(3);

        Assert.Same(x, x.add_(2));
        Holds([2, 2, 2], x);
        Holds([8, 8, 8], x.mul_(x).mul_(2));
        Holds([5, 5, 5], x.clamp_(max: 5));
        Holds([6, 6, 6], x.lerp_(full(3, 7.0), tensor(0.5f)));
        Holds([1, 1, 1], x.fill_(1));
        Holds([3, 4, 5], x.copy_(tensor(new float[] { 3, 4, 5 })));
        Holds([0, 0, 0], x.zero_());
    }

    [LibtorchFact]
    public void Losses_have_their_closed_forms()
    {
        using var scope = NewDisposeScope();
        var input = tensor(new float[] { 0, 3 });
        var target = tensor(new float[] { 0.5f, 1 });

        Near([2.125f], nn.functional.mse_loss(input, target));
        Holds([0.25f, 4], nn.functional.mse_loss(input, target, nn.Reduction.None));
        Near([1.625f], nn.functional.smooth_l1_loss(input, target, nn.Reduction.Sum));
        Near([0.125f, 1.5f], nn.functional.huber_loss(input, target, reduction: nn.Reduction.None));
        Near([MathF.Log(2), 3 + MathF.Log(1 + MathF.Exp(-3)) - 3], nn.functional.binary_cross_entropy_with_logits(input, target, reduction: nn.Reduction.None));
        Near([MathF.Log(1 + MathF.Exp(3))], nn.functional.cross_entropy(input.unsqueeze(0), tensor(new long[] { 0 })));
        Near([0, 1], nn.functional.softmax(tensor(new float[] { -100, 0 }), 0));
    }

    [LibtorchFact]
    public void Random_numbers_follow_their_seed_and_their_law()
    {
        using var scope = NewDisposeScope();
        using var first = new Generator(7);
        using var second = new Generator(7);

        var normal = randn(10_000, generator: first);
        Assert.Equal(normal, randn(10_000, generator: second));
        Assert.InRange(normal.mean().item<float>(), -0.04f, 0.04f); // four standard errors
        Assert.InRange(normal.std().item<float>(), 0.97f, 1.03f);

        manual_seed(3);
        var uniform = rand(1000);
        manual_seed(3);
        Assert.Equal(uniform, rand(1000));
        Assert.InRange(randint(2, 5, [1000], generator: first).min().item<long>(), 2, 2);
        Assert.Equal(4, randint(2, 5, [1000], generator: first).max().item<long>());
        Assert.Equal([1L], ones(3).multinomial(1, generator: first).shape);
        Equal([.. Enumerable.Range(0, 100).Select(i => (long)i)], randperm(100).sort().Values);
    }

    [LibtorchFact]
    public void Images_are_convolved_enlarged_and_normalised()
    {
        using var scope = NewDisposeScope();
        var image = arange(16).@float().reshape(1, 1, 4, 4);
        var box = ones(1, 1, 2, 2);

        Holds([10, 18, 42, 50], nn.functional.conv2d(image, box, strides: [2, 2]));
        Holds([2.5f, 4.5f, 10.5f, 12.5f], nn.functional.avg_pool2d(image, 2));
        Holds([1, 1, 2, 2, 1, 1, 2, 2], nn.functional.conv_transpose2d(tensor(new float[] { 1, 2 }, [1, 1, 1, 2]), box, strides: [2, 2]));
        Holds([1, 1, 2, 2, 1, 1, 2, 2], nn.functional.interpolate(tensor(new float[] { 1, 2 }, [1, 1, 1, 2]), scale_factor: [2, 2]));
        Near([0], nn.functional.instance_norm(image).mean());
        Near([1], nn.functional.group_norm(image, 1).var(unbiased: false), 1e-4f);
        Assert.Equal([1L, 1, 6, 6], nn.functional.pad(image, [1, 1, 1, 1]).shape);
    }

    private static void Holds(float[] expected, Tensor actual) => Assert.Equal(expected, actual.data<float>().ToArray());

    private static void Near(float[] expected, Tensor actual, float tolerance = 1e-6f)
    {
        float[] found = actual.data<float>().ToArray();
        Assert.Equal(expected.Length, found.Length);
        for (int i = 0; i < expected.Length; i++) Assert.InRange(found[i] - expected[i], -tolerance * Math.Max(1, Math.Abs(expected[i])), tolerance * Math.Max(1, Math.Abs(expected[i])));
    }

    private static void Equal(long[] expected, Tensor actual) => Assert.Equal(expected, actual.data<long>().ToArray());

    private static void Truths(bool[] expected, Tensor actual) => Assert.Equal(expected, actual.data<bool>().ToArray());
}
