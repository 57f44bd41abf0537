using FsCheck.Xunit;
using WorldGan.Numerics;

namespace WorldGan.Tests.Numerics;

public class MlpInferenceTests
{
    [Property(MaxTest = 60)]
    internal void Every_row_gets_the_bits_of_a_forward_pass(byte inputs, byte hidden, byte hiddenLayers, byte outputs, byte rows, Activation activation, byte seed)
    {
        var shape = new MlpShape(1 + inputs % 40, 1 + hidden % 80, 1 + hiddenLayers % 3, 1 + outputs % 20, activation);
        var net = new Mlp<float>(shape);
        net.Initialize(new RandomStream(seed, RandomPurpose.Weights));
        int count = 1 + rows;
        (Columns input, MlpPass<float> pass) = Filled(net, count, seed);
        var inference = new MlpInference(net, input);
        inference.Run(count);
        for (int row = 0; row < count;) row = pass.Forward(row, count);
        for (int row = 0; row < count; row++)
            for (int o = 0; o < shape.Outputs; o++) Same.Bits([pass.Output[row * pass.OutputStride + o]], [inference.Output[o][row]]);
    }

    /// <summary>Whole tiles go one way, what is left of them another.</summary>
    [Theory]
    [InlineData(40)]
    [InlineData(300)]
    public void A_row_does_not_depend_on_how_many_stand_beside_it(int hidden)
    {
        var net = new Mlp<float>(new MlpShape(5, hidden, 2, 3, Activation.Silu));
        net.Initialize(new RandomStream(3, RandomPurpose.Weights));
        (Columns input, _) = Filled(net, 300, 1);
        MlpInference all = new(net, input), few = new(net, input);
        all.Run(300);
        foreach (int rows in new[] { 1, 2, 7, 31, 32, 33, 64, 70, 255, 256, 299 })
        {
            few.Run(rows);
            for (int o = 0; o < 3; o++) Same.Bits<float>(all.Output[o][..rows], few.Output[o][..rows]);
        }
    }

    [Fact]
    public void Without_hidden_layers_it_is_the_linear_map()
    {
        var net = new Mlp<float>(new MlpShape(3, 0, 0, 2, Activation.Relu));
        float[,] weights = { { 1, 2, 3 }, { -4, 5, 6 } };
        for (int o = 0; o < 2; o++)
            for (int i = 0; i < 3; i++) net.Weights(0)[net.WeightIndex(0, o, i)] = weights[o, i];
        net.ParametersChanged();
        var input = new Columns(3, 40);
        for (int row = 0; row < 40; row++) (input[0][row], input[1][row], input[2][row]) = (row, 1, -row);
        var inference = new MlpInference(net, input);
        inference.Run(40);
        for (int row = 0; row < 40; row++) Assert.Equal((row + 2 - 3f * row, -4f * row + 5 - 6 * row), (inference.Output[0][row], inference.Output[1][row]));
    }

    /// <summary>It keeps copies of the parameters.</summary>
    [Theory]
    [InlineData(40)]
    [InlineData(2)]
    public void Parameters_that_changed_are_used_by_the_next_run(int rows)
    {
        var net = new Mlp<float>(new MlpShape(5, 20, 2, 3, Activation.Silu));
        net.Initialize(new RandomStream(3, RandomPurpose.Weights));
        (Columns input, _) = Filled(net, 40, 1);
        MlpInference used = new(net, input), fresh = new(net, input);
        used.Run(rows);
        float before = used.Output[0][0];
        net.Initialize(new RandomStream(4, RandomPurpose.Weights));
        used.Run(rows);
        fresh.Run(rows);
        for (int o = 0; o < 3; o++) Same.Bits<float>(fresh.Output[o][..rows], used.Output[o][..rows]);
        Assert.NotEqual(before, used.Output[0][0]);
    }

    [Fact]
    public void More_rows_than_the_input_holds_are_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new MlpInference(new Mlp<float>(new MlpShape(1, 1, 1, 1, Activation.Relu)), new Columns(1, 16)).Run(17));

    // Networks share an input: two more columns follow, which are not this network's.
    private static (Columns Input, MlpPass<float> Pass) Filled(Mlp<float> net, int rows, byte seed)
    {
        int inputs = net.Shape.Inputs;
        var input = new Columns(inputs + 2, rows);
        var pass = new MlpPass<float>(net, rows);
        input.All.Fill(float.NaN);
        float[] numbers = Draws.Singles(rows * inputs, seed);
        for (int row = 0; row < rows; row++)
            for (int i = 0; i < inputs; i++) pass.Input[row * pass.InputStride + i] = input[i][row] = numbers[row * inputs + i];
        return (input, pass);
    }
}
