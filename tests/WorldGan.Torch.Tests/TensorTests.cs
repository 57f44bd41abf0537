using TorchSharp;
using static TorchSharp.torch;

namespace WorldGan.Torch.Tests;

public class TensorTests
{
    [LibtorchFact]
    public void A_product_of_matrices_has_the_known_values()
    {
        using var scope = NewDisposeScope();
        var left = tensor(new float[] { 1, 2, 3, 4 }, [2, 2]);
        var right = tensor(new float[,] { { 5, 6 }, { 7, 8 } });

        Assert.Equal([19f, 22f, 43f, 50f], left.mm(right).data<float>().ToArray());
    }

    [LibtorchFact]
    public void The_gradient_of_a_square_is_twice_the_value()
    {
        using var scope = NewDisposeScope();
        var x = tensor(new double[] { 1, -2, 3 }, requires_grad: true);

        (x * x).sum().backward();

        Assert.Equal([2.0, -4.0, 6.0], x.grad!.data<double>().ToArray());
    }

    [LibtorchFact]
    public void Adam_fits_a_line()
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        var net = nn.Sequential(nn.Linear(1, 16), nn.SiLU(), nn.Linear(16, 1));
        var optimizer = optim.Adam(net.parameters(), 0.02);
        var x = linspace(-1, 1, 64).unsqueeze(1);
        var y = 3 * x - 1;

        double loss = 0;
        for (int i = 0; i < 300; i++)
        {
            using var step = NewDisposeScope();
            optimizer.zero_grad();
            var error = nn.functional.mse_loss(net.call(x), y);
            error.backward();
            optimizer.step();
            loss = error.ToDouble();
        }

        Assert.InRange(loss, 0, 1e-3);
    }
}
