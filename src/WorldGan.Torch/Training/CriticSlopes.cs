using WorldGan.Numerics;
using WorldGan.Torch.Networks;
using static TorchSharp.torch;
using Tensor = TorchSharp.torch.Tensor;

namespace WorldGan.Torch.Training;

/// <summary>
/// How a critic's rating changes as an outcome moves, as an expression that can be differentiated by the weights like any other: the rectifiers of a critic have no second
/// derivative, so the slope is a product of weights and of which side each unit is on.
/// </summary>
internal static class CriticSlopes
{
    /// <summary>The slopes.</summary>
    /// <param name="critics">With two hidden layers of <see cref="Activation.LeakyRelu"/>.</param>
    /// <param name="input">[M, B, C + O] conditions and outcomes.</param>
    /// <param name="outcomes">O.</param>
    /// <returns>[M, B, O] ∂rating/∂outcome.</returns>
    public static Tensor At(NetworkBatch critics, Tensor input, long outcomes)
    {
        (Tensor first, Tensor second) = Sides(critics, input);
        Tensor slope = critics.Weights(2).transpose(1, 2) * second; // [M, B, H]
        slope = slope.bmm(critics.Weights(1).transpose(1, 2)) * first;
        return slope.bmm(critics.Weights(0).narrow(1, input.shape[2] - outcomes, outcomes).transpose(1, 2));
    }

    private static (Tensor First, Tensor Second) Sides(NetworkBatch critics, Tensor input)
    {
        using IDisposable still = no_grad();
        Tensor first = critics.Linear(0, input), second = critics.Linear(1, first.leaky_relu(LeakyRelu.Slope));
        return (SlopeOf(first), SlopeOf(second));
    }

    private static Tensor SlopeOf(Tensor sums) => sums.gt(0).to(ScalarType.Float32) * (1 - LeakyRelu.Slope) + LeakyRelu.Slope;
}
