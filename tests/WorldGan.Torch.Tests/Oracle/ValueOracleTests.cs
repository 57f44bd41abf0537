using WorldGan.Policies;
using WorldGan.Policies.Values;
using WorldGan.Worlds;
using static TorchSharp.torch;

namespace WorldGan.Torch.Tests.Oracle;

/// <summary>The losses of Q networks, from their outputs on, against autograd; the engine has them in single precision only.</summary>
public class ValueOracleTests
{
    private const int Actions = 3;
    private const float Weight = 0.25f, ConservativeWeight = 0.5f;

    public static TheoryData<ValueKind, NetworkKind, int> Cases
    {
        get
        {
            var cases = new TheoryData<ValueKind, NetworkKind, int>();
            foreach (var value in new[] { ValueKind.DoubleQ, ValueKind.QrDqn, ValueKind.C51 })
                foreach (var network in Enum.GetValues<NetworkKind>())
                    for (int draw = 0; draw < 5; draw++) cases.Add(value, network, draw);
            return cases;
        }
    }

    [LibtorchTheory]
    [MemberData(nameof(Cases))]
    public void The_gradient_at_the_outputs_is_that_of_autograd(ValueKind value, NetworkKind network, int draw)
    {
        using var scope = NewDisposeScope();
        var head = Head(value, network);
        var difference = new TemporalDifference(head);
        float[] output = Numbers.Draw<float>(head.Outputs, (ulong)draw), next = Numbers.Draw<float>(head.Outputs, (ulong)draw + 100);
        float[] target = new float[difference.Aims], gradient = new float[head.Outputs];
        difference.Aim(next, next, new LearnedStep(0, 0.3f, Ending.None), target);
        difference.Descend(output, 1, target, Weight, ConservativeWeight, gradient);

        var outputs = tensor(output, requires_grad: true);
        var atoms = Atoms(network, outputs, head.Learner.Atoms);
        var loss = Weight * Loss(value, head, atoms[1], tensor(target));
        var values = Values(value, head, atoms);
        (loss + ConservativeWeight * (values.logsumexp(0) - values[1])).backward();

        Same.Numbers<float>(outputs.grad!.data<float>().ToArray(), gradient);
    }

    /// <summary>Algorithm 1 of C51 as its authors vectorise it: shares of a value to the atoms below and above it.</summary>
    [LibtorchTheory]
    [InlineData(Ending.None)]
    [InlineData(Ending.Terminal)]
    [InlineData(Ending.LeftSupport)]
    public void The_projection_of_a_distribution_is_that_of_the_paper(Ending ending)
    {
        using var scope = NewDisposeScope();
        var learner = (Categorical)Head(ValueKind.C51, NetworkKind.Plain).Learner;
        float[] next = Numbers.Draw<float>(learner.Atoms, 9), aims = new float[learner.Atoms];
        learner.Aim(next, new LearnedStep(0, 0.37f, ending), aims);

        var support = tensor(learner.Values.ToArray()).@double();
        double low = learner.Values[0], spacing = learner.Values[1] - low;
        var future = ending switch { Ending.None => 0.9 * support, _ => zeros_like(support) };
        var at = ((0.37 + future - low) / spacing).clamp(0, learner.Atoms - 1);
        var shares = (1 - (at.unsqueeze(0) - arange(learner.Atoms).unsqueeze(1)).abs()).clamp_min(0);
        var expected = shares.mv(tensor(next).@double().softmax(0));

        Same.Numbers<float>(expected.@float().data<float>().ToArray(), aims);
    }

    [LibtorchFact]
    public void Ratings_of_a_critic_of_returns_and_their_slopes_are_those_of_autograd()
    {
        using var scope = NewDisposeScope();
        float[] slopes = Numbers.Draw<float>(RatingCurve.Knots, 1);
        foreach (float x in new[] { -7.3f, -3.9f, -0.1f, 0.62f, 3.99f, 6f })
        {
            var knots = tensor(slopes, requires_grad: true);
            var at = tensor(x, requires_grad: true);
            var rating = Rating(knots, at);
            rating.backward();
            Assert.Equal(at.grad!.item<float>(), RatingCurve.Slope(slopes, x), 1e-5f);

            var byKnots = new float[RatingCurve.Knots];
            RatingCurve.AddRatingGradient(x, 1, byKnots);
            Same.Numbers<float>(knots.grad!.data<float>().ToArray(), byKnots);
        }
    }

    /// <summary>The integral, from the first knot to x, of the piecewise linear slope: a sum of what each hat function contributes.</summary>
    private static Tensor Rating(Tensor knots, Tensor x)
    {
        var place = (x + 4) / 0.5;
        var inside = (place - arange(RatingCurve.Knots - 1)).clamp(0, 1);
        var below = place.clamp_max(0) * knots[0] + (place - (RatingCurve.Knots - 1)).clamp_min(0) * knots[RatingCurve.Knots - 1];
        return 0.5 * (below + (knots[..(RatingCurve.Knots - 1)] * (inside - inside.square() / 2) + knots[1..] * inside.square() / 2).sum());
    }

    private static Tensor Atoms(NetworkKind network, Tensor outputs, int count)
    {
        if (network == NetworkKind.Plain) return outputs.reshape(Actions, count);
        Tensor value = outputs[..count], advantages = outputs[count..].reshape(Actions, count);
        return value + advantages - advantages.mean([0], keepdim: true);
    }

    private static Tensor Values(ValueKind value, QHead head, Tensor atoms) =>
        value == ValueKind.C51 ? (atoms.softmax(1) * tensor(((Categorical)head.Learner).Values.ToArray())).sum([1]) : atoms.mean([1]);

    private static Tensor Loss(ValueKind value, QHead head, Tensor atoms, Tensor target) => value switch
    {
        ValueKind.DoubleQ => nn.functional.huber_loss(atoms, target, 1, nn.Reduction.Sum),
        ValueKind.QrDqn => QuantileHuber(atoms, target, 0.01),
        _ => -(target * atoms.log_softmax(0)).sum(),
    };

    /// <summary>Equation 10 of QR-DQN.</summary>
    private static Tensor QuantileHuber(Tensor quantiles, Tensor targets, double kappa)
    {
        long count = quantiles.numel();
        var levels = ((arange(count) + 0.5) / count).unsqueeze(1);
        var u = targets.unsqueeze(0) - quantiles.unsqueeze(1);
        var side = (levels - (u.detach() < 0).@float()).abs();
        return (side * nn.functional.huber_loss(u, zeros_like(u), kappa, nn.Reduction.None) / kappa).mean([1]).sum();
    }

    private static QHead Head(ValueKind value, NetworkKind network)
    {
        var options = new PolicyOptions { Value = value, Network = network } with
        {
            Quantiles = value == ValueKind.QrDqn ? 11 : null,
            Atoms = value == ValueKind.C51 ? 9 : null,
        };
        var spec = new WorldSpec
        {
            Name = "a",
            State = [new("x")],
            Actions = [.. Enumerable.Range(0, Actions).Select(a => new ActionSpec($"{a}"))],
            Discount = 0.9,
            RewardRange = new(0, 1),
        };
        return QHead.Of(spec, new ValueTarget(spec, new RewardRange(0, 1), 1), options.Resolved());
    }
}
