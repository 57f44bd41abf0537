using System.Numerics;

namespace WorldGan.WorldModel.Noise;

/// <summary>
/// What critic and generator minimise: the mean, over pairs of a logged and a generated outcome of one condition, of a function of their two ratings. Each value stands
/// beside its derivatives.
/// </summary>
internal interface IRatingLoss<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Whether a derivative by one rating hangs on the other one. Where it does not, the other one may be anything.</summary>
    bool ComparesPairs { get; }

    T Critic(T logged, T generated);

    T CriticByLogged(T logged, T generated);

    T CriticByGenerated(T logged, T generated);

    T Generator(T logged, T generated);

    T GeneratorByGenerated(T logged, T generated);
}

/// <summary>The critic spreads the ratings apart, the generator raises its own (arXiv:1701.07875, algorithm 1).</summary>
internal sealed class Wasserstein<T> : IRatingLoss<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public bool ComparesPairs => false;

    public T Critic(T logged, T generated) => generated - logged;

    public T CriticByLogged(T logged, T generated) => -T.One;

    public T CriticByGenerated(T logged, T generated) => T.One;

    public T Generator(T logged, T generated) => -generated;

    public T GeneratorByGenerated(T logged, T generated) => -T.One;
}

/// <summary>Ratings are logits of having been logged: the discriminator minimises the mean of -log σ(logged) - log(1 - σ(generated)) (arXiv:1406.2661, equation 1).</summary>
internal abstract class Discriminator<T> : IRatingLoss<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public bool ComparesPairs => false;

    public T Critic(T logged, T generated) => Logits.Softplus(-logged) + Logits.Softplus(generated);

    public T CriticByLogged(T logged, T generated) => -Logits.Sigmoid(-logged);

    public T CriticByGenerated(T logged, T generated) => Logits.Sigmoid(generated);

    public abstract T Generator(T logged, T generated);

    public abstract T GeneratorByGenerated(T logged, T generated);
}

/// <summary>The generator minimises what the discriminator maximises: log(1 - σ(generated)).</summary>
internal sealed class Minimax<T> : Discriminator<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public override T Generator(T logged, T generated) => -Logits.Softplus(generated);

    public override T GeneratorByGenerated(T logged, T generated) => -Logits.Sigmoid(generated);
}

/// <summary>The generator minimises -log σ(generated), whose slope does not vanish where the discriminator is sure (arXiv:1406.2661, section 3).</summary>
internal sealed class NonSaturating<T> : Discriminator<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public override T Generator(T logged, T generated) => Logits.Softplus(-generated);

    public override T GeneratorByGenerated(T logged, T generated) => -Logits.Sigmoid(-generated);
}

/// <summary>Both see the difference of a pair alone: -log σ(logged - generated) for the critic, -log σ(generated - logged) for the generator (arXiv:2501.05441, equation 2).</summary>
internal sealed class RelativisticPairing<T> : IRatingLoss<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public bool ComparesPairs => true;

    public T Critic(T logged, T generated) => Logits.Softplus(generated - logged);

    public T CriticByLogged(T logged, T generated) => -Logits.Sigmoid(generated - logged);

    public T CriticByGenerated(T logged, T generated) => Logits.Sigmoid(generated - logged);

    public T Generator(T logged, T generated) => Logits.Softplus(logged - generated);

    public T GeneratorByGenerated(T logged, T generated) => -Logits.Sigmoid(logged - generated);
}

/// <summary>Functions of a logit, computed in double precision.</summary>
file static class Logits
{
    /// <summary>log(1 + e^logit) = -log(1 - σ(logit)).</summary>
    public static T Softplus<T>(T logit)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => T.CreateTruncating(Logistic.Loss(double.CreateTruncating(logit), seen: false));

    /// <summary>σ(logit) = 1 / (1 + e^-logit), the slope of softplus.</summary>
    public static T Sigmoid<T>(T logit)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => T.CreateTruncating(Logistic.Probability(double.CreateTruncating(logit)));
}
