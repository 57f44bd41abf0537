using System.Numerics;
using WorldGan.Numerics;
using static TorchSharp.torch;
using Tensor = TorchSharp.torch.Tensor;

namespace WorldGan.Torch.Tests.Oracle;

/// <summary>The passes of the CPU engine against autograd on the same weights and batch.</summary>
public class MlpOracleTests
{
    private const int Rows = 150;                          // two whole blocks and a part of one

    public static TheoryData<Activation, bool> Cases
    {
        get
        {
            var cases = new TheoryData<Activation, bool>();
            foreach (var activation in Enum.GetValues<Activation>())
            {
                cases.Add(activation, false);
                cases.Add(activation, true);
            }
            return cases;
        }
    }

    [LibtorchTheory]
    [MemberData(nameof(Cases))]
    public void Outputs_and_gradients_are_those_of_autograd(Activation activation, bool isDouble)
    {
        if (isDouble) Backward<double>(activation);
        else Backward<float>(activation);
    }

    [LibtorchTheory]
    [MemberData(nameof(Cases))]
    public void The_gradient_of_a_penalty_on_slopes_is_that_of_autograd(Activation activation, bool isDouble)
    {
        if (isDouble) Penalty<double>(activation);
        else Penalty<float>(activation);
    }

    private static void Backward<T>(Activation activation)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        using var scope = NewDisposeScope();
        var (net, pass, input) = Case<T>(activation, outputs: 3);
        T[] slopes = Numbers.Draw<T>(Rows * 3, 4), gradient = new T[net.Parameters.Length];
        for (int row = 0; row < Rows;)
        {
            int end = pass.Forward(row, Rows);
            for (; row < end; row++) slopes.AsSpan(row * 3, 3).CopyTo(pass.OutputGradient[(row * pass.OutputStride)..]);
            pass.BackwardThrough(gradient);
        }

        var torch = new TorchMlp<T>(net);
        var x = input.requires_grad_();
        var output = torch.Forward(x);
        (output * Numbers.Of<T>(slopes, Rows, 3)).sum().backward();

        Same.Numbers<T>(Numbers.Back<T>(output), Unpadded(pass.Output, pass.OutputStride, 3));
        Same.Numbers<T>(torch.Gradient(), gradient);
        Same.Numbers<T>(Numbers.Back<T>(x.grad!), Unpadded(pass.InputGradient, pass.InputGradientStride, 5));
    }

    /// <summary>P = Σ wᵢ gᵢ² + vᵢ gᵢ of the slopes g of the one output, with any numbers w and v.</summary>
    private static void Penalty<T>(Activation activation)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        using var scope = NewDisposeScope();
        var (net, pass, input) = Case<T>(activation, outputs: 1);
        T[] squares = Numbers.Draw<T>(Rows * 5, 5), plain = Numbers.Draw<T>(Rows * 5, 6), gradient = new T[net.Parameters.Length];
        for (int row = 0; row < Rows;)
        {
            int end = pass.Forward(row, Rows);
            pass.ScalarInputGradient();
            for (; row < end; row++)
                for (int i = 0; i < 5; i++)
                {
                    ref T slope = ref pass.InputGradient[row * pass.InputGradientStride + i];
                    slope = (T.One + T.One) * squares[row * 5 + i] * slope + plain[row * 5 + i];
                }
            pass.AddPenaltyGradient(gradient);
        }
        pass.EndPenaltyGradient(gradient);

        var torch = new TorchMlp<T>(net);
        var x = input.requires_grad_();
        var slopes = autograd.grad([torch.Forward(x).sum()], [x], retain_graph: true, create_graph: true)[0];
        (Numbers.Of<T>(squares, Rows, 5) * slopes * slopes + Numbers.Of<T>(plain, Rows, 5) * slopes).sum().backward();

        Same.Numbers<T>(torch.Gradient(), gradient);
    }

    private static (Mlp<T> Net, MlpPass<T> Pass, Tensor Input) Case<T>(Activation activation, int outputs)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var net = new Mlp<T>(new MlpShape(5, 19, 2, outputs, activation));
        net.Initialize(new RandomStream(3, RandomPurpose.Weights));
        var pass = new MlpPass<T>(net, Rows);
        T[] numbers = Numbers.Draw<T>(Rows * 5, 7);
        for (int row = 0; row < Rows; row++) numbers.AsSpan(row * 5, 5).CopyTo(pass.Input[(row * pass.InputStride)..]);
        return (net, pass, Numbers.Of<T>(numbers, Rows, 5));
    }

    private static T[] Unpadded<T>(ReadOnlySpan<T> rows, int stride, int width)
    {
        var numbers = new T[Rows * width];
        for (int row = 0; row < Rows; row++) rows.Slice(row * stride, width).CopyTo(numbers.AsSpan(row * width));
        return numbers;
    }
}
