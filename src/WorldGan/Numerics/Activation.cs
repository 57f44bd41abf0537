namespace WorldGan.Numerics;

/// <summary>What a hidden layer does to each of its sums. Errors in single precision are those of <see cref="FloatMath.Exp(float)"/> and a few roundings; the tests hold them over the whole range of floats.</summary>
public enum Activation
{
    /// <summary>max(x, 0); exact.</summary>
    Relu,

    /// <summary>x, or 0.2 x below zero: the critic's, as its second derivative is zero; rounded once.</summary>
    LeakyRelu,

    /// <summary>x · sigmoid(x); error below 4e-7 · max(1, |y|).</summary>
    Silu,

    /// <summary>Hyperbolic tangent; error below 4e-7.</summary>
    Tanh,

    /// <summary>1 / (1 + e^-x); error below 4e-7.</summary>
    Sigmoid,

    /// <summary>log(1 + e^x); error below 4e-7 · max(1, |y|).</summary>
    Softplus,

    /// <summary>x, or e^x - 1 below zero; error below 4e-7.</summary>
    Elu,
}
