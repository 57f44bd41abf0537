using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace WorldGan.Torch.Tests.StandIn;

/// <summary>Optimisers against their papers' algorithms in double precision.</summary>
public class OptimizerTests
{
    private const int Steps = 20;

    private static readonly double[] Start = [0.5, -1.5, 2];

    [LibtorchTheory]
    [InlineData(0, false, false)]
    [InlineData(0.1, false, false)]
    [InlineData(0, true, false)]
    [InlineData(0.1, true, true)]
    public void Adam_is_algorithm_1(double decay, bool amsgrad, bool maximize) =>
        Follows(p => optim.Adam(p, 0.05, 0.8, 0.95, 1e-8, decay, amsgrad, maximize), AdamRule(0.05, 0.8, 0.95, (x, g) => ((maximize ? -g : g) + decay * x, x), amsgrad));

    [LibtorchTheory]
    [InlineData(0)]
    [InlineData(0.1)]
    public void AdamW_decays_the_weights_apart(double decay) =>
        Follows(p => optim.AdamW(p, 0.05, 0.8, 0.95, weight_decay: decay), AdamRule(0.05, 0.8, 0.95, (x, g) => (g, x * (1 - 0.05 * decay)), false));

    [LibtorchTheory]
    [InlineData(0, false)]
    [InlineData(0.9, false)]
    [InlineData(0.9, true)]
    public void SGD_steps_along_its_momentum(double momentum, bool nesterov)
    {
        double[] sums = new double[Start.Length];
        Follows(p => optim.SGD(p, 0.05, momentum, nesterov: nesterov), (i, x, g, step) =>
        {
            sums[i] = step == 1 ? g : momentum * sums[i] + g;
            return x - 0.05 * (momentum == 0 ? g : nesterov ? g + momentum * sums[i] : sums[i]);
        });
    }

    [LibtorchFact]
    public void A_state_that_is_copied_goes_on_as_the_original()
    {
        using var scope = NewDisposeScope();
        Parameter first = new(tensor(Start)), second = new(tensor(Start));
        using Adam original = optim.Adam([first], 0.1), copy = optim.Adam([second], 0.5);
        Descend(original, first, 5);

        copy.load_state_dict(original.state_dict());
        using (no_grad()) second.copy_(first);
        Descend(original, first, 5);
        Descend(copy, second, 5);

        Assert.True(first.Equals(second));
        Assert.Equal(10, ((Adam.State)copy.state_dict().State[0]).step);
    }

    [LibtorchFact]
    public void The_learning_rate_can_change_on_the_way_and_parameters_without_gradient_stay()
    {
        using var scope = NewDisposeScope();
        Parameter moved = new(tensor(Start)), still = new(tensor(Start));
        using var optimizer = optim.Adam([moved, still], 0.1);
        foreach (var group in optimizer.ParamGroups) group.LearningRate = 0;

        Descend(optimizer, moved, 3);
        Assert.Equal(Start, moved.data<double>().ToArray());

        foreach (var group in optimizer.ParamGroups) group.LearningRate = 0.1;
        Descend(optimizer, moved, 1);
        Assert.NotEqual(Start, moved.data<double>().ToArray());
        Assert.Equal(Start, still.data<double>().ToArray());
    }

    [LibtorchFact]
    public void Gradients_are_zeroed_in_place()
    {
        using var scope = NewDisposeScope();
        var parameter = new Parameter(tensor(Start));
        using var optimizer = optim.SGD([parameter], 0.1);
        parameter.sum().backward();
        var grad = parameter.grad!;

        optimizer.zero_grad();

        Assert.Equal(0, grad.sum().item<double>());
    }

    [LibtorchFact]
    public void A_closure_is_evaluated_with_gradients_and_its_loss_returned()
    {
        using var scope = NewDisposeScope();
        var parameter = new Parameter(tensor(Start));
        using var optimizer = optim.SGD([parameter], 0.1);
        using var still = no_grad();

        var loss = optimizer.step(() =>
        {
            var sum = parameter.sum();
            sum.backward();
            return sum;
        });

        Assert.Equal(1, loss!.item<double>());
        Assert.Equal(0.4, parameter[0].item<double>(), 1e-12);
    }

    [LibtorchFact]
    public void Clipping_scales_all_gradients_together_and_returns_the_norm_before()
    {
        using var scope = NewDisposeScope();
        Parameter first = new(tensor(new[] { 3.0 })), second = new(tensor(new[] { 4.0 })), none = new(tensor(1.0));
        ((first * first).sum() / 2 + (second * second).sum() / 2).backward();

        Assert.Equal(5, nn.utils.clip_grad_norm_([first, second, none], 1), 1e-12);
        Assert.Equal(0.6, first.grad!.item<double>(), 1e-6);
        Assert.Equal(0.8, second.grad!.item<double>(), 1e-6);
        Assert.Equal(1, nn.utils.clip_grad_norm_([first, second], 10), 1e-6);
        Assert.Equal(0.6, first.grad!.item<double>(), 1e-6);
    }

    [LibtorchFact]
    public void Settings_that_make_no_sense_are_refused()
    {
        Assert.Throws<ArgumentException>(() => optim.Adam(Array.Empty<Parameter>(), -1));
        Assert.Throws<ArgumentException>(() => optim.Adam(Array.Empty<Parameter>(), 1, beta1: 1));
        Assert.Throws<ArgumentException>(() => optim.SGD(Array.Empty<Parameter>(), 1, nesterov: true));
    }

    /// <param name="make">The optimiser.</param>
    /// <param name="rule">(place, value, gradient, step from 1) to the next value.</param>
    private static void Follows(Func<IEnumerable<Parameter>, torch.optim.Optimizer> make, Func<int, double, double, int, double> rule)
    {
        using var scope = NewDisposeScope();
        var parameter = new Parameter(tensor(Start));
        using var optimizer = make([parameter]);
        double[] expected = [.. Start];
        for (int step = 1; step <= Steps; step++)
        {
            Descend(optimizer, parameter, 1);
            for (int i = 0; i < expected.Length; i++) expected[i] = rule(i, expected[i], Slope(expected[i], i), step);
        }

        double[] found = parameter.data<double>().ToArray();
        for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], found[i], 1e-12);
    }

    private static Func<int, double, double, int, double> AdamRule(
        double rate, double beta1, double beta2, Func<double, double, (double Gradient, double Value)> decay, bool amsgrad)
    {
        double[] m = new double[Start.Length], v = new double[Start.Length], largest = new double[Start.Length];
        return (i, x, g, step) =>
        {
            (g, x) = decay(x, g);
            m[i] = beta1 * m[i] + (1 - beta1) * g;
            v[i] = beta2 * v[i] + (1 - beta2) * g * g;
            largest[i] = Math.Max(largest[i], v[i]);
            double square = (amsgrad ? largest[i] : v[i]) / (1 - Math.Pow(beta2, step));
            return x - rate * m[i] / (1 - Math.Pow(beta1, step)) / (Math.Sqrt(square) + 1e-8);
        };
    }

    /// <summary>Steps down Σ (i + 1) xᵢ² / 2.</summary>
    private static void Descend(torch.optim.Optimizer optimizer, Parameter parameter, int steps)
    {
        for (int step = 0; step < steps; step++)
        {
            using var scope = NewDisposeScope();
            parameter.grad = null;
            ((arange(1, Start.Length + 1) * parameter * parameter).sum() / 2).backward();
            optimizer.step();
        }
    }

    private static double Slope(double x, int i) => (i + 1) * x;
}
