using WorldGan.Numerics;

namespace WorldGan.Tests.Numerics;

// Central differences over 2e-5 are off by rounding (1e-15 / 1e-5) and by third derivatives times 1e-10 / 6: 1e-7 leaves a margin. The cases are
// fixed, so that no difference straddles a kink of Relu or LeakyRelu.
public class MlpPassTests
{
    private const double Tolerance = 1e-7;

    public static TheoryData<Activation, int, int, int, int, int> Cases => MlpCase.All;

    [Theory]
    [MemberData(nameof(Cases))]
    public void Forward_is_the_perceptron_by_the_book(Activation activation, int inputs, int hidden, int hiddenLayers, int outputs, int rows)
    {
        var c = new MlpCase(activation, inputs, hidden, hiddenLayers, outputs, rows);
        c.Pass.Forward(0, rows);
        for (int row = 0; row < rows; row++)
        {
            double[] expected = ReferenceMlp.Forward(c.Net, c.Pass.Input[(row * c.Pass.InputStride)..]);
            for (int o = 0; o < outputs; o++) Assert.Equal(expected[o], c.Pass.Output[row * c.Pass.OutputStride + o], 1e-13);
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Backward_adds_the_gradient_of_any_loss_of_the_outputs(Activation activation, int inputs, int hidden, int hiddenLayers, int outputs, int rows)
    {
        int given = inputs / 3;
        var c = new MlpCase(activation, inputs, hidden, hiddenLayers, outputs, rows, given);
        double[] factors = Draws.Normals(rows * outputs, 13);
        double Loss()
        {
            c.Pass.Forward(0, rows);
            double sum = 0;
            for (int i = 0; i < factors.Length; i++) sum += 0.5 * factors[i] * Math.Pow(c.Pass.Output[i / outputs * c.Pass.OutputStride + i % outputs], 2);
            return sum;
        }

        Loss();
        for (int i = 0; i < factors.Length; i++)
        {
            int at = i / outputs * c.Pass.OutputStride + i % outputs;
            c.Pass.OutputGradient[at] = factors[i] * c.Pass.Output[at];
        }

        double[] gradient = Draws.Normals(c.Net.Parameters.Length, 14), before = [.. gradient];
        c.Pass.Backward(gradient);
        c.Pass.BackwardToInput();
        foreach (int place in c.SomePlaces) Assert.Equal(c.ParameterSlope(place, Loss), gradient[place] - before[place], Tolerance);
        for (int row = 0; row < rows; row++)
            for (int i = given; i < inputs; i++)
                Assert.Equal(c.InputSlope(row * c.Pass.InputStride + i, Loss), c.Pass.InputGradient[row * c.Pass.InputGradientStride + i - given], Tolerance);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_input_gradient_of_a_scalar_network_is_its_slope(Activation activation, int inputs, int hidden, int hiddenLayers, int outputs, int rows)
    {
        _ = outputs;
        int given = inputs / 3;
        var c = new MlpCase(activation, inputs, hidden, hiddenLayers, 1, rows, given);
        c.Pass.Forward(0, rows);
        c.Pass.ScalarInputGradient();
        double[] slopes = [.. c.Pass.InputGradient];
        for (int row = 0; row < rows; row++)
            for (int i = given; i < inputs; i++)
            {
                double slope = c.InputSlope(row * c.Pass.InputStride + i, () => ReferenceMlp.Forward(c.Net, c.Pass.Input[(row * c.Pass.InputStride)..])[0]);
                Assert.Equal(slope, slopes[row * c.Pass.InputGradientStride + i - given], Tolerance);
            }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_penalty_gradient_is_the_penaltys_slope(Activation activation, int inputs, int hidden, int hiddenLayers, int outputs, int rows)
    {
        _ = outputs;
        int given = inputs / 3, free = inputs - given;
        var c = new MlpCase(activation, inputs, hidden, hiddenLayers, 1, rows, given);
        double Penalty()
        {
            c.Pass.Forward(0, rows);
            c.Pass.ScalarInputGradient();
            double sum = 0;
            for (int row = 0; row < rows; row++) sum += Math.Pow(Norm(c.Pass, row, free) - 1, 2) / rows;
            return sum;
        }

        Penalty();
        for (int row = 0; row < rows; row++)
        {
            double norm = Norm(c.Pass, row, free);
            for (int i = 0; i < free; i++) c.Pass.InputGradient[row * c.Pass.InputGradientStride + i] *= norm == 0 ? 0 : 2 * (norm - 1) / norm / rows;
        }

        double[] gradient = Draws.Normals(c.Net.Parameters.Length, 14), before = [.. gradient];
        c.Pass.AddPenaltyGradient(gradient);
        c.Pass.EndPenaltyGradient(gradient);
        foreach (int place in c.SomePlaces) Assert.Equal(c.ParameterSlope(place, Penalty), gradient[place] - before[place], Tolerance);
        foreach (int place in Enumerable.Range(0, gradient.Length).Except(ReferenceMlp.Places(c.Net.Shape))) Assert.Equal(before[place], gradient[place]); // padding
    }

    /// <summary>What is above such a neuron is of no size for those below it, and grows itself all the same.</summary>
    [Fact]
    public void A_penalty_moves_an_output_weight_of_zero_as_any_other()
    {
        const int Rows = 9;
        var c = new MlpCase(Activation.LeakyRelu, 5, 6, 2, 1, Rows);
        int place = c.Net.Shape.WeightOffset(2) + c.Net.WeightIndex(2, 0, 3);
        c.Net.Parameters[place] = 0;
        c.Net.ParametersChanged();
        double Penalty()
        {
            c.Pass.Forward(0, Rows);
            c.Pass.ScalarInputGradient();
            double sum = 0;
            foreach (double slope in c.Pass.InputGradient) sum += slope * slope;
            return sum;
        }

        Penalty();
        foreach (ref double slope in c.Pass.InputGradient) slope *= 2;
        var gradient = new double[c.Net.Parameters.Length];
        c.Pass.AddPenaltyGradient(gradient);
        c.Pass.EndPenaltyGradient(gradient);
        Assert.NotEqual(0, gradient[place]);
        Assert.Equal(c.ParameterSlope(place, Penalty), gradient[place], Tolerance);
    }

    /// <summary>The order that a training step uses: a second batch must not see what the first left in the buffers.</summary>
    [Theory]
    [InlineData(Activation.LeakyRelu)]
    [InlineData(Activation.Silu)]
    public void What_an_earlier_batch_left_behind_changes_nothing(Activation activation)
    {
        MlpCase used = new(activation, 5, 6, 2, 1, 9), fresh = new(activation, 5, 6, 2, 1, 9);
        double[] expected = Gradients(fresh, 4), discarded = Gradients(used, 9);
        Assert.NotEqual(expected, discarded);
        Same.Bits(expected, Gradients(used, 4));
    }

    [Fact]
    public void A_row_does_not_depend_on_the_others_bit_for_bit()
    {
        const int Rows = 37;
        var net = new Mlp<float>(new MlpShape(9, 40, 2, 1, Activation.Silu));
        net.Initialize(new RandomStream(3, RandomPurpose.Weights));
        MlpPass<float> all = new(net, Rows), alone = new(net, 1);
        for (int row = 0; row < Rows; row++) Draws.Singles(9, (ulong)row).CopyTo(all.Input[(row * all.InputStride)..]);
        all.Forward(0, Rows);
        all.ScalarInputGradient();
        for (int row = 0; row < Rows; row++)
        {
            all.Input.Slice(row * all.InputStride, all.InputStride).CopyTo(alone.Input);
            alone.Forward(0, 1);
            alone.ScalarInputGradient();
            Same.Bits<float>(all.Output.Slice(row * all.OutputStride, all.OutputStride), alone.Output);
            Same.Bits<float>(all.InputGradient.Slice(row * all.InputGradientStride, all.InputGradientStride), alone.InputGradient);
        }
    }

    [Fact]
    public void Double_precision_agrees_with_single()
    {
        var wide = new MlpCase(Activation.Silu, 5, 20, 2, 1, 9);
        var net = new Mlp<float>(wide.Net.Shape);
        for (int i = 0; i < net.Parameters.Length; i++) net.Parameters[i] = (float)wide.Net.Parameters[i];
        net.ParametersChanged();
        var pass = new MlpPass<float>(net, 9);
        for (int i = 0; i < pass.Input.Length; i++) pass.Input[i] = (float)wide.Pass.Input[i];
        wide.Pass.Forward(0, 9);
        wide.Pass.ScalarInputGradient();
        pass.Forward(0, 9);
        pass.ScalarInputGradient();
        for (int i = 0; i < pass.Output.Length; i++) Assert.Equal(wide.Pass.Output[i], pass.Output[i], 1e-5);
        for (int i = 0; i < pass.InputGradient.Length; i++) Assert.Equal(wide.Pass.InputGradient[i], pass.InputGradient[i], 1e-5);
    }

    [Fact]
    public void More_rows_than_there_is_room_for_are_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new MlpCase(Activation.Relu, 1, 1, 1, 1, 1).Pass.Forward(0, 4));

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(17)]
    public void The_gradient_of_a_batch_has_the_bits_of_its_rows_one_after_another(int outputs)
    {
        const int Rows = 150;                              // three blocks
        Mlp<float> net = Fresh(outputs);
        MlpPass<float> all = new(net, Rows), alone = new(net, 1);
        float[] gradient = Draws.Singles(net.Parameters.Length, 15), expected = [.. gradient];
        for (int row = 0; row < Rows; row++)
        {
            float[] input = Draws.Singles(9, (ulong)row), slope = Draws.Singles(outputs, (ulong)row + 1000);
            input.CopyTo(all.Input[(row * all.InputStride)..]);
            input.CopyTo(alone.Input);
            slope.CopyTo(all.OutputGradient[(row * all.OutputStride)..]);
            slope.CopyTo(alone.OutputGradient);
            alone.Forward(0, 1);
            alone.Backward(expected);
        }

        InBlocks(all, Rows, () => all.Backward(gradient));
        foreach (int place in ReferenceMlp.Places(net.Shape)) Same.Bits([expected[place]], [gradient[place]]);
    }

    [Fact]
    public void The_penalty_gradient_of_a_batch_has_the_bits_of_its_rows_one_after_another()
    {
        const int Rows = 150;
        Mlp<float> net = Fresh(1);
        MlpPass<float> all = new(net, Rows), alone = new(net, 1);
        float[] gradient = Draws.Singles(net.Parameters.Length, 15), expected = [.. gradient];
        for (int row = 0; row < Rows; row++)
        {
            float[] input = Draws.Singles(9, (ulong)row);
            input.CopyTo(all.Input[(row * all.InputStride)..]);
            input.CopyTo(alone.Input);
            alone.Forward(0, 1);
            alone.ScalarInputGradient();
            alone.AddPenaltyGradient(expected);
        }

        alone.EndPenaltyGradient(expected);
        InBlocks(all, Rows, () =>
        {
            all.ScalarInputGradient();
            all.AddPenaltyGradient(gradient);
        });
        all.EndPenaltyGradient(gradient);
        foreach (int place in ReferenceMlp.Places(net.Shape)) Same.Bits([expected[place]], [gradient[place]]);
    }

    [Fact]
    public void Input_gradients_of_a_batch_have_the_bits_of_its_rows_alone()
    {
        const int Rows = 150;
        Mlp<float> net = Fresh(1);
        MlpPass<float> all = new(net, Rows), alone = new(net, 1);
        for (int row = 0; row < Rows; row++)
        {
            Draws.Singles(9, (ulong)row).CopyTo(all.Input[(row * all.InputStride)..]);
            all.OutputGradient[row * all.OutputStride] = row + 1;
        }

        foreach (bool isScalar in new[] { false, true })
        {
            InBlocks(all, Rows, isScalar ? all.ScalarInputGradient : all.BackwardToInput);
            for (int row = 0; row < Rows; row++)
            {
                Draws.Singles(9, (ulong)row).CopyTo(alone.Input);
                alone.OutputGradient[0] = row + 1;
                alone.Forward(0, 1);
                if (isScalar) alone.ScalarInputGradient();
                else alone.BackwardToInput();
                Same.Bits<float>(alone.InputGradient, all.InputGradient.Slice(row * all.InputGradientStride, all.InputGradientStride));
            }
        }
    }

    [Fact]
    public void Going_back_through_a_network_is_going_back_to_its_parameters_and_to_its_inputs()
    {
        const int Rows = 150;
        Mlp<float> net = Fresh(4);
        MlpPass<float> both = new(net, Rows), each = new(net, Rows);
        foreach (MlpPass<float> pass in new[] { both, each })
        {
            Draws.Singles(pass.Input.Length, 1).CopyTo(pass.Input);
            for (int row = 0; row < Rows; row++) Draws.Singles(4, (ulong)row).CopyTo(pass.OutputGradient[(row * pass.OutputStride)..]);
        }

        float[] gradient = new float[net.Parameters.Length], expected = new float[gradient.Length];
        InBlocks(both, Rows, () => both.BackwardThrough(gradient));
        InBlocks(each, Rows, () => each.Backward(expected));
        InBlocks(each, Rows, each.BackwardToInput);
        Same.Bits<float>(expected, gradient);
        Same.Bits<float>(each.InputGradient, both.InputGradient);
    }

    private static Mlp<float> Fresh(int outputs)
    {
        var net = new Mlp<float>(new MlpShape(9, 40, 2, outputs, Activation.LeakyRelu));
        net.Initialize(new RandomStream(3, RandomPurpose.Weights));
        return net;
    }

    private static void InBlocks(MlpPass<float> pass, int rows, Action backward)
    {
        for (int row = 0; row < rows;)
        {
            row = pass.Forward(row, rows);
            backward();
        }
    }

    private static double[] Gradients(MlpCase c, int rows)
    {
        var gradient = new double[c.Net.Parameters.Length];
        c.Pass.Forward(0, rows);
        for (int row = 0; row < rows; row++) c.Pass.OutputGradient[row * c.Pass.OutputStride] = row + 1;
        c.Pass.Backward(gradient);
        c.Pass.ScalarInputGradient();
        c.Pass.AddPenaltyGradient(gradient);
        c.Pass.EndPenaltyGradient(gradient);
        return gradient;
    }

    private static double Norm(MlpPass<double> pass, int row, int count)
    {
        double square = 0;
        for (int i = 0; i < count; i++) square += Math.Pow(pass.InputGradient[row * pass.InputGradientStride + i], 2);
        return Math.Sqrt(square);
    }

    /// <summary>Slopes are as wide as hidden layers, and inputs and outputs may be wider.</summary>
    [Theory]
    [InlineData(Activation.LeakyRelu)]
    [InlineData(Activation.Silu)]
    public void A_single_row_may_have_far_more_inputs_and_outputs_than_hidden_neurons(Activation activation)
    {
        var net = new Mlp<float>(new MlpShape(40, 16, 2, 40, activation));
        net.Initialize(new RandomStream(1, RandomPurpose.Weights));
        float[] Slope(int capacity)
        {
            var pass = new MlpPass<float>(net, capacity);
            Draws.Singles(40, 2).CopyTo(pass.Input);
            pass.Forward(0, 1);
            Draws.Singles(40, 3).CopyTo(pass.OutputGradient);
            pass.BackwardToInput();
            return [.. pass.Output[..40], .. pass.InputGradient[..40]];
        }

        Same.Bits(Slope(64), Slope(1));
    }
}
