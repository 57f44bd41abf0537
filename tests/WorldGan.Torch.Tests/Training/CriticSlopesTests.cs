using TorchSharp;
using WorldGan.Numerics;
using WorldGan.Tests.Numerics;
using WorldGan.Torch.Networks;
using WorldGan.Torch.Training;
using static TorchSharp.torch;
using Tensor = TorchSharp.torch.Tensor;

namespace WorldGan.Torch.Tests.Training;

public class CriticSlopesTests
{
    /// <summary>And a penalty on them has the gradient that two passes of autograd give it.</summary>
    [LibtorchFact]
    public void The_slopes_of_a_critic_are_those_of_autograd()
    {
        var shape = new MlpShape(6, 16, 2, 1, Activation.LeakyRelu);
        Learner[] learners = [.. Enumerable.Range(0, 2).Select(i => new Learner(shape, new RandomStream((ulong)i, RandomPurpose.Weights)))];
        using var learner = new DeviceLearner(learners, CPU);
        using DisposeScope scope = NewDisposeScope();
        Tensor input = tensor(Draws.Singles(2 * 20 * 6, 1), [2, 20, 6], requires_grad: true);
        Tensor slopes = autograd.grad([learner.Net.Forward(input).sum()], [input], retain_graph: true, create_graph: true)[0].narrow(2, 4, 2);
        Tensor ours = CriticSlopes.At(learner.Net, input.detach(), 2);
        Assert.Equal(Host.Floats(slopes), Host.Floats(ours), (a, b) => Math.Abs(a - b) < 1e-6f);

        Tensor[] weights = [learner.Net.Weights(0), learner.Net.Weights(1), learner.Net.Weights(2)];
        foreach ((Tensor expected, Tensor actual) in autograd.grad([Price(slopes)], weights, retain_graph: true).Zip(autograd.grad([Price(ours)], weights)))
            Assert.Equal(Host.Floats(expected), Host.Floats(actual), (a, b) => Math.Abs(a - b) < 1e-6f);
    }

    private static Tensor Price(Tensor slopes) => (slopes.square().sum(-1).sqrt() - 1).square().mean();
}
