using TorchSharp.Modules;
using static TorchSharp.torch;
using Adam = WorldGan.Numerics.Adam;

namespace WorldGan.Torch.Tests.Oracle;

public class AdamOracleTests
{
    [LibtorchTheory]
    [InlineData(0.9, 0.999)]
    [InlineData(0.5, 0.9)]
    [InlineData(0.0, 0.99)]
    public void A_hundred_steps_of_Adam_end_where_libtorchs_do(double beta1, double beta2)
    {
        const int Count = 37;
        using var scope = NewDisposeScope();
        float[] parameters = Numbers.Draw<float>(Count, 1);
        var parameter = new Parameter(tensor(parameters));
        using var optimizer = optim.Adam([parameter], 0.01, beta1, beta2);
        var engine = new Adam(Count, (float)beta1, (float)beta2);

        for (ulong step = 0; step < 100; step++)
        {
            float[] gradient = Numbers.Draw<float>(Count, 10 + step);
            parameter.grad = tensor(gradient);
            optimizer.step();
            engine.Step(parameters, gradient, 0.01f);
        }

        Same.Numbers<float>(parameter.data<float>().ToArray(), parameters);
    }
}
