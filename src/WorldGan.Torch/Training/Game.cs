using WorldGan.Torch.Networks;
using WorldGan.WorldModel;
using WorldGan.WorldModel.Noise;
using static TorchSharp.torch;
using Tensor = TorchSharp.torch.Tensor;

namespace WorldGan.Torch.Training;

/// <summary>The rules of the games that <see cref="Adversary"/> names, for autograd: what critic and generator minimise.</summary>
internal static class Game
{
    /// <summary>Of each member, the mean of what the critic minimises, without the penalty.</summary>
    /// <param name="loss">The game.</param>
    /// <param name="logged">[M, B, 1] ratings.</param>
    /// <param name="generated">[M, B, 1] ratings of outcomes of the same conditions.</param>
    /// <returns>[M].</returns>
    public static Tensor Critic(WorldModelLoss loss, Tensor logged, Tensor generated) => Mean(loss switch
    {
        WorldModelLoss.WganGp or WorldModelLoss.Wgan => generated - logged,
        WorldModelLoss.Rpgan => (generated - logged).softplus(),
        _ => (-logged).softplus() + generated.softplus(),
    });

    /// <summary>Of each member, the mean of what the generator minimises.</summary>
    /// <inheritdoc cref="Critic"/>
    public static Tensor Generator(WorldModelLoss loss, Tensor? logged, Tensor generated) => Mean(loss switch
    {
        WorldModelLoss.WganGp or WorldModelLoss.Wgan => -generated,
        WorldModelLoss.Rpgan => (logged! - generated).softplus(),
        WorldModelLoss.Minimax => -generated.softplus(),
        _ => (-generated).softplus(),
    });

    /// <summary>Of each member, the mean price of the slope at the points of the game.</summary>
    /// <param name="points">Where the slope has its price.</param>
    /// <param name="critics">The critics.</param>
    /// <param name="conditions">[M, B, C].</param>
    /// <param name="logged">[M, B, O] outcomes.</param>
    /// <param name="generated">[M, B, O] outcomes.</param>
    /// <param name="mixing">[M, B, 1] uniform: the place of each point between generated and logged.</param>
    /// <returns>[M]; null where there are no such points.</returns>
    public static Tensor? Penalty(PenaltyPoints points, NetworkBatch critics, Tensor conditions, Tensor logged, Tensor generated, Func<Tensor> mixing)
    {
        if (points == PenaltyPoints.None) return null;
        if (points == PenaltyPoints.Between) return Mean((Square(generated + mixing() * (logged - generated)).clamp_min(1e-24).sqrt() - 1).square());
        Tensor penalty = Mean(0.5 * Square(logged));
        return points == PenaltyPoints.Logged ? penalty : penalty + Mean(0.5 * Square(generated));

        Tensor Square(Tensor outcomes) => CriticSlopes.At(critics, cat([conditions, outcomes], -1), outcomes.shape[2]).square().sum(-1);
    }

    private static Tensor Mean(Tensor values) => values.flatten(1).mean([1]);
}
