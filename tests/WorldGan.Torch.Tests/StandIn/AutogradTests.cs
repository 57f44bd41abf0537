using static TorchSharp.torch;

namespace WorldGan.Torch.Tests.StandIn;

public class AutogradTests
{
    private static readonly Dictionary<string, Func<Tensor, Tensor>> Functions = new()
    {
        ["arithmetic"] = x => (3 * x * x - x / 2 + 1).sum(),
        ["silu of a product"] = x => x.reshape(2, 3).mm(x.reshape(3, 2)).silu().sum(),
        ["normaliser"] = x => (x - x.mean()).div(x.std()).square().mul(arange(6)).sum(),
        ["softmax"] = x => (x.softmax(0) * arange(6)).sum(),
        ["log sum exp"] = x => x.reshape(2, 3).logsumexp(1).prod(),
        ["norm"] = x => x.reshape(2, 3).norm(1).sum(),
        ["selection"] = x => x[TensorIndex.Tensor(tensor(new long[] { 0, 5, 5 }))].pow(3).sum() + x.reshape(2, 3)[1, ..2].exp().sum(),
        ["cat and stack"] = x => stack([cat([x, x.tanh()]), cat([x.sigmoid(), x])]).prod(0L).sum(),
        ["quantile loss"] = x => nn.functional.huber_loss(x, zeros_like(x), 0.7, nn.Reduction.Sum),
        ["convolution"] = x => nn.functional.conv2d(x.reshape(1, 1, 2, 3), x[..4].reshape(1, 1, 2, 2)).square().sum(),
    };

    public static TheoryData<string> Names => [.. Functions.Keys];

    [LibtorchTheory]
    [MemberData(nameof(Names))]
    public void Gradients_are_those_of_central_differences(string name)
    {
        using var scope = NewDisposeScope();
        var x = tensor(new double[] { 0.3, -1.2, 0.9, 1.7, -0.4, 0.6 }, requires_grad: true);

        Functions[name](x).backward();

        double[] expected = Differences(Functions[name], x.data<double>().ToArray());
        Near(expected, x.grad!);
    }

    /// <summary>The gradient penalty of a smooth critic: a gradient of a gradient.</summary>
    [LibtorchFact]
    public void The_gradient_of_a_gradient_penalty_is_that_of_central_differences()
    {
        using var scope = NewDisposeScope();
        double[] weights = [0.5, -0.3, 0.8, 0.2, -0.6, 0.4];
        var w = tensor(weights, requires_grad: true);

        Penalty(w).backward();

        Near(Differences(Penalty, weights), w.grad!);
    }

    [LibtorchFact]
    public void A_graph_is_kept_only_on_request()
    {
        using var scope = NewDisposeScope();
        var x = tensor(2.0, requires_grad: true);

        var kept = x * x;
        var first = autograd.grad([kept], [x], retain_graph: true, create_graph: true)[0];
        Assert.Equal(4, first.item<double>());
        Assert.Equal(2, autograd.grad([first], [x])[0].item<double>());

        var once = x * x;
        once.backward();
        Assert.Throws<System.Runtime.InteropServices.ExternalException>(once.backward);
    }

    [LibtorchFact]
    public void Gradients_add_up_until_they_are_cleared()
    {
        using var scope = NewDisposeScope();
        var x = tensor(3.0, requires_grad: true);

        (x * x).backward();
        (x * x).backward();
        Assert.Equal(12, x.grad!.item<double>());

        x.grad = null;
        Assert.Null(x.grad);
        x.grad = tensor(5.0);
        Assert.Equal(5, x.grad!.item<double>());
    }

    [LibtorchFact]
    public void Inputs_that_the_output_does_not_need_are_null_only_when_allowed()
    {
        using var scope = NewDisposeScope();
        Tensor used = tensor(1.0, requires_grad: true), unused = tensor(1.0, requires_grad: true);

        Assert.Null(autograd.grad([used * 2], [used, unused], allow_unused: true)[1]);
        Assert.Throws<System.Runtime.InteropServices.ExternalException>(() => autograd.grad([used * 2], [used, unused]));
    }

    [LibtorchFact]
    public void Nothing_is_recorded_without_gradients_or_in_inference()
    {
        using var scope = NewDisposeScope();
        var x = tensor(1.0, requires_grad: true);

        using (no_grad())
        {
            Assert.False((x * 2).requires_grad);
            using (enable_grad()) Assert.True((x * 2).requires_grad);
            Assert.False(is_grad_enabled());
        }
        using (inference_mode())
        {
            Assert.True(is_inference_mode_enabled());
            Assert.False((x * 2).requires_grad);
        }
        Assert.True((x * 2).requires_grad);
        Assert.False(x.detach().requires_grad);
    }

    /// <summary>Mean of (‖∇ₓ f(x)‖ − 1)² for f(x) = Σ tanh(x · w₁) · w₂.</summary>
    private static Tensor Penalty(Tensor w)
    {
        var x = tensor(new double[,] { { 0.1, 0.7 }, { -0.9, 0.4 }, { 1.3, -0.2 } }, requires_grad: true);
        var score = x.mm(w[..4].reshape(2, 2)).tanh().mm(w[4..].reshape(2, 1));
        var slope = autograd.grad([score.sum()], [x], retain_graph: true, create_graph: true)[0];
        return (slope.norm(1) - 1).square().mean();
    }

    private static double[] Differences(Func<Tensor, Tensor> f, double[] at)
    {
        const double Step = 1e-6;
        double[] slopes = new double[at.Length];
        for (int i = 0; i < at.Length; i++)
        {
            slopes[i] = (At(i, Step) - At(i, -Step)) / (2 * Step);
        }
        return slopes;

        double At(int i, double by)
        {
            double[] moved = [.. at];
            moved[i] += by;
            return f(tensor(moved, requires_grad: true)).item<double>();
        }
    }

    // Central differences with a step of 1e-6 lose about ten of sixteen digits.
    private static void Near(double[] expected, Tensor actual)
    {
        double[] found = actual.data<double>().ToArray();
        for (int i = 0; i < expected.Length; i++) Assert.InRange(found[i] - expected[i], -1e-7 * Math.Max(1, Math.Abs(expected[i])), 1e-7 * Math.Max(1, Math.Abs(expected[i])));
    }
}
