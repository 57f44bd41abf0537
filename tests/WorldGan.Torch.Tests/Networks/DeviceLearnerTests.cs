using TorchSharp;
using WorldGan.Numerics;
using WorldGan.Tests.Numerics;
using WorldGan.Torch.Networks;
using static TorchSharp.torch;
using Tensor = TorchSharp.torch.Tensor;

namespace WorldGan.Torch.Tests.Networks;

/// <summary>Learners on a device take the steps of the library's.</summary>
public class DeviceLearnerTests
{
    private const int Batch = 32;

    private static readonly MlpShape Shape = new(5, 24, 2, 3, Activation.Silu);

    [LibtorchTheory]
    [InlineData(Activation.Silu)]
    [InlineData(Activation.LeakyRelu)]
    [InlineData(Activation.Tanh)]
    public void Networks_side_by_side_say_what_each_says_alone(Activation activation)
    {
        MlpShape shape = Shape with { Activation = activation };
        Mlp<float>[] networks = [.. Enumerable.Range(0, 3).Select(i => Network(shape, i))];
        float[] input = Draws.Singles(3 * Batch * shape.Inputs, 1);
        using DisposeScope scope = NewDisposeScope();
        using var batch = new NetworkBatch(networks, CPU);
        float[] output = Host.Floats(batch.Forward(tensor(input, [3, Batch, shape.Inputs])));
        for (int n = 0; n < 3; n++)
        {
            var pass = new MlpPass<float>(networks[n], Batch);
            for (int i = 0; i < Batch * shape.Inputs; i++) pass.Input[i / shape.Inputs * pass.InputStride + i % shape.Inputs] = input[n * Batch * shape.Inputs + i];
            pass.Infer(Batch);
            for (int i = 0; i < Batch * shape.Outputs; i++)
                Assert.Equal(pass.Output[i / shape.Outputs * pass.OutputStride + i % shape.Outputs], output[n * Batch * shape.Outputs + i], 1e-5f);
        }
    }

    [LibtorchFact]
    public void Steps_by_autograd_are_those_by_hand()
    {
        Learner[] byHand = [.. Enumerable.Range(0, 2).Select(NewLearner)], onDevice = [.. Enumerable.Range(0, 2).Select(NewLearner)];
        using var learner = new DeviceLearner(onDevice, CPU);
        for (int step = 0; step < 20; step++)
        {
            float[] input = Draws.Singles(2 * Batch * Shape.Inputs, (uint)step + 1);
            for (int n = 0; n < 2; n++) Descend(byHand[n], input.AsSpan(n * Batch * Shape.Inputs, Batch * Shape.Inputs));
            using DisposeScope scope = NewDisposeScope();
            learner.Descend(learner.Net.Forward(tensor(input, [2, Batch, Shape.Inputs])).square().sum(), 1e-2);
        }

        learner.Push();
        for (int n = 0; n < 2; n++)
            foreach (((string name, Array expected), (_, Array actual)) in byHand[n].State.Zip(onDevice[n].State))
                for (int i = 0; i < expected.Length; i++)
                    Assert.True(Math.Abs(Convert.ToDouble(expected.GetValue(i)) - Convert.ToDouble(actual.GetValue(i))) < 1e-3 * Math.Max(1, Math.Abs(Convert.ToDouble(expected.GetValue(i)))), $"{name}[{i}]: {expected.GetValue(i)} and {actual.GetValue(i)}");
    }

    [LibtorchFact]
    public void What_was_pushed_is_what_goes_on()
    {
        Learner[] learners = [NewLearner(0)];
        using var learner = new DeviceLearner(learners, CPU);
        using DisposeScope scope = NewDisposeScope();
        Tensor input = tensor(Draws.Singles(Batch * Shape.Inputs, 1), [1, Batch, Shape.Inputs]);
        for (int i = 0; i < 3; i++) learner.Descend(learner.Net.Forward(input).square().sum(), 1e-2);
        learner.Push();
        using var again = new DeviceLearner(learners, CPU);
        foreach (DeviceLearner one in new[] { learner, again }) one.Descend(one.Net.Forward(input).square().sum(), 1e-2);
        Assert.Equal(Host.Floats(learner.Net.Flat), Host.Floats(again.Net.Flat));
        Assert.Equal(Host.Floats(learner.Average!.Flat), Host.Floats(again.Average!.Flat));
    }

    [LibtorchFact]
    public void A_member_with_a_rate_of_zero_stands_still()
    {
        Learner[] learners = [NewLearner(0), NewLearner(1)];
        using var learner = new DeviceLearner(learners, CPU);
        using DisposeScope scope = NewDisposeScope();
        float[] before = Host.Floats(learner.Net.Flat);
        Tensor loss = learner.Net.Forward(tensor(Draws.Singles(2 * Batch * Shape.Inputs, 1), [2, Batch, Shape.Inputs])).square().sum();
        learner.Descend(loss, 1, tensor(new float[] { 0, 1e-2f }, [2, 1]));
        float[] after = Host.Floats(learner.Net.Flat);
        Assert.Equal(before[..(before.Length / 2)], after[..(after.Length / 2)]);
        Assert.NotEqual(before[(before.Length / 2)..], after[(after.Length / 2)..]);
    }

    private static Mlp<float> Network(MlpShape shape, int seed)
    {
        var network = new Mlp<float>(shape);
        network.Initialize(new RandomStream((ulong)seed, RandomPurpose.Weights));
        return network;
    }

    private static Learner NewLearner(int seed) => new(Shape, new RandomStream((ulong)seed, RandomPurpose.Weights), new Mlp<float>(Shape), averaging: 0.9f, beta1: 0.5f, beta2: 0.9f);

    private static void Descend(Learner learner, ReadOnlySpan<float> input)
    {
        var pass = new MlpPass<float>(learner.Net, Batch);
        for (int i = 0; i < input.Length; i++) pass.Input[i / Shape.Inputs * pass.InputStride + i % Shape.Inputs] = input[i];
        for (int row = 0; row < Batch;)
        {
            int end = pass.Forward(row, Batch);
            for (; row < end; row++)
                for (int o = 0; o < Shape.Outputs; o++) pass.OutputGradient[row * pass.OutputStride + o] = 2 * pass.Output[row * pass.OutputStride + o];
            pass.Backward(learner.Gradient);
        }

        learner.Descend(1e-2f);
    }
}
