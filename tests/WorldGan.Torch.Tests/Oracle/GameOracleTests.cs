using System.Numerics;
using TorchSharp;
using WorldGan.Numerics;
using WorldGan.WorldModel;
using WorldGan.WorldModel.Noise;
using static TorchSharp.torch;
using Tensor = TorchSharp.torch.Tensor;

namespace WorldGan.Torch.Tests.Oracle;

/// <summary>The losses of critics and generators, written here as in their papers, against the CPU engine's gradients by hand.</summary>
public class GameOracleTests
{
    private const int Batch = 70, Condition = 3, Outcomes = 2, Inputs = Condition + Outcomes;

    public static TheoryData<WorldModelLoss, Activation, double, bool> Critics
    {
        get
        {
            var cases = new TheoryData<WorldModelLoss, Activation, double, bool>();
            foreach (var loss in Adversarial)
                foreach (var activation in new[] { Activation.LeakyRelu, Activation.Silu, Activation.Tanh })
                    foreach (bool isDouble in new[] { false, true })
                        cases.Add(loss, activation, 10, isDouble);
            return cases;
        }
    }

    public static TheoryData<WorldModelLoss, bool> Generators
    {
        get
        {
            var cases = new TheoryData<WorldModelLoss, bool>();
            foreach (var loss in Adversarial)
            {
                cases.Add(loss, false);
                cases.Add(loss, true);
            }
            return cases;
        }
    }

    private static IEnumerable<WorldModelLoss> Adversarial => Enum.GetValues<WorldModelLoss>().Where(loss => loss != WorldModelLoss.EnergyScore);

    [LibtorchTheory]
    [MemberData(nameof(Critics))]
    public void A_critics_gradient_and_report_are_those_of_autograd(WorldModelLoss loss, Activation activation, double penaltyWeight, bool isDouble)
    {
        if (isDouble) Critic<double>(loss, activation, penaltyWeight);
        else Critic<float>(loss, activation, penaltyWeight);
    }

    [LibtorchTheory]
    [MemberData(nameof(Generators))]
    public void The_slope_of_a_generators_loss_at_its_outcomes_is_that_of_autograd(WorldModelLoss loss, bool isDouble)
    {
        if (isDouble) Generator<double>(loss);
        else Generator<float>(loss);
    }

    private static void Critic<T>(WorldModelLoss name, Activation activation, double penaltyWeight)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        using var scope = NewDisposeScope();
        var net = Net<T>(activation);
        var (logged, generated) = Pairs<T>();
        T[] mixing = [.. Enumerable.Range(0, Batch).Select(i => T.CreateTruncating((i + 0.5) / Batch))], gradient = new T[net.Parameters.Length];
        var engine = new CriticLoss<T>(net, Adversary.Of<T>(name), Batch);
        for (int pair = 0; pair < Batch; pair++)
        {
            logged.AsSpan(pair * Inputs, Inputs).CopyTo(engine.Real(pair));
            generated.AsSpan(pair * Inputs, Inputs).CopyTo(engine.Fake(pair));
        }
        var report = engine.AddGradient(gradient, mixing, penaltyWeight);

        var critic = new TorchMlp<T>(net);
        Tensor real = Numbers.Of<T>(logged, Batch, Inputs), fake = Numbers.Of<T>(generated, Batch, Inputs);
        Tensor ofReal = critic.Forward(real), ofFake = critic.Forward(fake);
        var ratings = CriticRatings(name, ofReal, ofFake).mean();
        var penalty = Penalty(name, critic.Forward, real, fake, Numbers.Of<T>(mixing, Batch, 1));
        (penalty is null ? ratings : ratings + penaltyWeight * penalty).backward();

        Same.Numbers<T>(critic.Gradient(), gradient);
        Same.Number<T>(ratings.ToDouble(), report.Ratings);
        Same.Number<T>((ofReal - ofFake).mean().ToDouble(), report.Distance);
        Same.Number<T>(penalty?.ToDouble() ?? 0, report.Penalty);
    }

    private static void Generator<T>(WorldModelLoss name)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        using var scope = NewDisposeScope();
        var net = Net<T>(Activation.LeakyRelu);
        var (logged, generated) = Pairs<T>();
        var engine = new GeneratorLoss<T>(net, Adversary.Of<T>(name).Ratings, Batch);
        for (int row = 0; row < Batch; row++)
        {
            if (engine.ComparesPairs) logged.AsSpan(row * Inputs, Inputs).CopyTo(engine.Real(row));
            generated.AsSpan(row * Inputs, Inputs).CopyTo(engine.Fake(row));
        }
        for (int row = 0; row < Batch; row += MlpPass<T>.BlockRows) engine.Differentiate(row, Math.Min(Batch, row + MlpPass<T>.BlockRows));

        var critic = new TorchMlp<T>(net);
        var fake = Numbers.Of<T>(generated, Batch, Inputs).requires_grad_();
        var loss = GeneratorRatings(name, critic.Forward(Numbers.Of<T>(logged, Batch, Inputs)), critic.Forward(fake)).mean();
        loss.backward();

        T[] slopes = [.. Enumerable.Range(0, Batch).SelectMany(row => engine.Slope(row).ToArray())];
        Same.Numbers<T>(Numbers.Back<T>(fake.grad![.., Condition..]), slopes);
        Same.Number<T>(loss.ToDouble(), engine.Value);
    }

    private static Tensor CriticRatings(WorldModelLoss name, Tensor logged, Tensor generated) => name switch
    {
        WorldModelLoss.WganGp or WorldModelLoss.Wgan => generated - logged,
        WorldModelLoss.Rpgan => -LogSigmoid(logged - generated),
        _ => -LogSigmoid(logged) - LogSigmoid(-generated),  // log(1 - σ(x)) = log σ(-x)
    };

    private static Tensor GeneratorRatings(WorldModelLoss name, Tensor logged, Tensor generated) => name switch
    {
        WorldModelLoss.WganGp or WorldModelLoss.Wgan => -generated,
        WorldModelLoss.Rpgan => -LogSigmoid(generated - logged),
        WorldModelLoss.Minimax => LogSigmoid(-generated),
        _ => -LogSigmoid(generated),
    };

    /// <summary>The mean price of the slope by the outcome; null where the loss has none.</summary>
    private static Tensor? Penalty(WorldModelLoss name, Func<Tensor, Tensor> critic, Tensor real, Tensor fake, Tensor mixing) => name switch
    {
        WorldModelLoss.WganGp => (Slopes(critic, fake + mixing * (real - fake)).norm(1) - 1).square().mean(),
        WorldModelLoss.NonSaturatingR1 => HalfSquare(critic, real),
        WorldModelLoss.Rpgan => HalfSquare(critic, real) + HalfSquare(critic, fake),
        _ => null,
    };

    private static Tensor HalfSquare(Func<Tensor, Tensor> critic, Tensor points) => 0.5 * Slopes(critic, points).square().sum([1]).mean();

    private static Tensor Slopes(Func<Tensor, Tensor> critic, Tensor points)
    {
        var x = points.detach().requires_grad_();
        return autograd.grad([critic(x).sum()], [x], retain_graph: true, create_graph: true)[0][.., Condition..];
    }

    private static Tensor LogSigmoid(Tensor x) => nn.functional.logsigmoid(x);

    private static Mlp<T> Net<T>(Activation activation)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var net = new Mlp<T>(new MlpShape(Inputs, 17, 2, 1, activation) { Given = Condition });
        net.Initialize(new RandomStream(21, RandomPurpose.Weights));
        return net;
    }

    /// <summary>[B, inputs] logged and generated, each pair under one condition.</summary>
    private static (T[] Logged, T[] Generated) Pairs<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T[] logged = Numbers.Draw<T>(Batch * Inputs, 1), generated = Numbers.Draw<T>(Batch * Inputs, 2);
        for (int pair = 0; pair < Batch; pair++) logged.AsSpan(pair * Inputs, Condition).CopyTo(generated.AsSpan(pair * Inputs));
        return (logged, generated);
    }
}
