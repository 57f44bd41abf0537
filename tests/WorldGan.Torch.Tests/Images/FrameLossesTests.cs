using TorchSharp;
using WorldGan.Torch.Images;
using static TorchSharp.torch;
using Tensor = TorchSharp.torch.Tensor;

namespace WorldGan.Torch.Tests.Images;

public class FrameLossesTests
{
    /// <summary>A ramp of slope s against a plain image: each difference along it is off by s, across it by nothing.</summary>
    [LibtorchFact]
    public void The_gradient_difference_of_a_ramp_is_its_slope()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor down = (arange(8, ScalarType.Float64) * 0.25).view(1, 1, 8, 1).expand(1, 1, 8, 6), plain = zeros_like(down);
        Assert.Equal(0.25, FrameLosses.GradientDifference(down, plain).item<double>(), 12);
        Assert.Equal(0.25, FrameLosses.GradientDifference(down.transpose(2, 3), plain.transpose(2, 3)).item<double>(), 12);
        Assert.Equal(0, FrameLosses.GradientDifference(down, -down).item<double>(), 12);       // strengths of edges, not their signs
        Assert.Equal(0, FrameLosses.GradientDifference(down, down + 3).item<double>(), 12);
    }

    [LibtorchFact]
    public void The_distance_of_pixels_is_the_mean_power_of_their_difference()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor truth = zeros(2, 1, 4, 4, ScalarType.Float64), predicted = truth + 0.5;
        Assert.Equal(0.5, FrameLosses.Pixels(truth, predicted, 1).item<double>(), 12);
        Assert.Equal(0.25, FrameLosses.Pixels(truth, predicted, 2).item<double>(), 12);
    }

    /// <summary>Away from their kinks, where both sides of a central difference lie on one piece.</summary>
    [LibtorchFact]
    public void Slopes_of_the_losses_are_their_central_differences()
    {
        using DisposeScope outer = NewDisposeScope();
        using var generator = new Generator(3);
        Tensor truth = rand([1, 2, 4, 5], ScalarType.Float64, CPU, generator: generator), predicted = rand([1, 2, 4, 5], ScalarType.Float64, CPU, generator: generator);
        foreach (Func<Tensor, Tensor> loss in new Func<Tensor, Tensor>[] { x => FrameLosses.GradientDifference(truth, x), x => FrameLosses.Pixels(truth, x, 1), x => FrameLosses.Pixels(truth, x, 2) })
        {
            Tensor leaf = predicted.clone().requires_grad_();
            loss(leaf).backward();
            double[] slopes = leaf.grad!.flatten().data<double>().ToArray();
            for (int i = 0; i < slopes.Length; i++)
            {
                double At(double step)
                {
                    using IDisposable still = no_grad();
                    Tensor moved = predicted.flatten().scatter_add(0, tensor(new long[] { i }), tensor(new[] { step })).view(1, 2, 4, 5);
                    return loss(moved).item<double>();
                }

                Assert.Equal((At(1e-6) - At(-1e-6)) / 2e-6, slopes[i], 6);
            }
        }
    }

    /// <summary>Of ratings x · w the squared slope is |w|², wherever x is, and the slope of that by w is 2w.</summary>
    [LibtorchFact]
    public void The_squared_slope_of_linear_ratings_is_that_of_their_weights_and_can_be_differentiated()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor weights = tensor(new[] { 1.0, -2, 3, 0.5 }).requires_grad_(), images = rand(3, 1, 2, 2, ScalarType.Float64).requires_grad_();
        Tensor squared = FrameTrainer.SquaredSlope(images, images.flatten(1).mv(weights));
        Assert.Equal([14.25, 14.25, 14.25], squared.data<double>().ToArray());
        squared.mean().backward();
        Assert.Equal([2, -4, 6, 1], weights.grad!.data<double>().ToArray());
    }
}
