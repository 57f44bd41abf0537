using System.Numerics;
using WorldGan.WorldModel.Noise;
using static TorchSharp.torch;

namespace WorldGan.Torch.Tests.Oracle;

/// <summary>The losses of noise without a critic against autograd.</summary>
public class LikelihoodOracleTests
{
    [LibtorchTheory]
    [InlineData(1, false)]
    [InlineData(1, true)]
    [InlineData(4, false)]
    [InlineData(4, true)]
    public void The_likelihood_of_a_mixture_and_its_slopes_are_those_of_autograd(int components, bool isDouble)
    {
        if (isDouble) Mixture<double>(components);
        else Mixture<float>(components);
    }

    [LibtorchTheory]
    [InlineData(2, false)]
    [InlineData(2, true)]
    [InlineData(5, false)]
    [InlineData(5, true)]
    public void The_energy_score_and_its_slopes_are_those_of_autograd(int samples, bool isDouble)
    {
        if (isDouble) Energy<double>(samples);
        else Energy<float>(samples);
    }

    private static void Mixture<T>(int components)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        const int Outcomes = 3;
        using var scope = NewDisposeScope();
        var shape = new MixtureShape(components, Outcomes);
        // Halved, as the engine goes back into bounds that were left, and autograd stays where clamp has no slope.
        T[] numbers = Array.ConvertAll(Numbers.Draw<T>(shape.Outputs, 3), x => x * T.CreateTruncating(0.5)), seen = Numbers.Draw<T>(Outcomes, 4), slopes = new T[shape.Outputs];
        double loss = new MixtureLikelihood(shape).Differentiate<T>(numbers, seen, slopes, 0.7);

        var outputs = Numbers.Of<T>(numbers, shape.Outputs).requires_grad_();
        var parts = outputs[shape.Logits..].reshape(components, 2, Outcomes);
        var logits = shape.Logits > 0 ? outputs[..shape.Logits] : zeros(1, outputs.dtype);
        var deviations = parts.select(1, 1).clamp(-5, 2);
        var errors = (Numbers.Of<T>(seen, Outcomes) - parts.select(1, 0)) / deviations.exp();
        var densities = -(0.5 * errors.square() + deviations + 0.5 * Math.Log(Math.Tau)).sum([1]);
        var expected = -(logits.log_softmax(0) + densities).logsumexp(0);
        (0.7 * expected).backward();

        Same.Number<T>((double)expected, loss);
        Same.Numbers<T>(Numbers.Back<T>(outputs.grad!), slopes);
    }

    private static void Energy<T>(int samples)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        const int Outcomes = 3;
        using var scope = NewDisposeScope();
        T[] logged = Numbers.Draw<T>(Outcomes, 1), drawn = Numbers.Draw<T>(samples * Outcomes, 2), slopes = new T[drawn.Length];
        var distances = EnergyScore.Differentiate<T>(logged, drawn, slopes, T.CreateTruncating(0.3));

        var g = Numbers.Of<T>(drawn, samples, Outcomes).requires_grad_();
        var toLogged = (g - Numbers.Of<T>(logged, Outcomes)).norm(1).mean();
        var pairs = Enumerable.Range(0, samples).SelectMany(i => Enumerable.Range(0, i).Select(j => (g[i] - g[j]).norm())).ToArray();
        var spread = stack(pairs).mean();
        (0.3 * (toLogged - 0.5 * spread)).backward();

        Same.Number<T>((double)toLogged, distances.ToLogged);
        Same.Number<T>((double)spread, distances.Spread);
        Same.Numbers<T>(Numbers.Back<T>(g.grad!), slopes);
    }
}
