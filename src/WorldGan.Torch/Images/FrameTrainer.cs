using TorchSharp;
using WorldGan.Torch.Networks;
using WorldGan.Torch.Training;
using WorldGan.WorldModel.Noise;
using static TorchSharp.torch;
using Tensor = TorchSharp.torch.Tensor;

namespace WorldGan.Torch.Images;

/// <summary>
/// Teaches a generator of images (arXiv:1511.05440, algorithm 1): a step of the critic, then one of the generator, on the same batch. Where the game has no weight there is no critic, and what is left is
/// the plain model that the paper compares with.
/// </summary>
internal sealed class FrameTrainer : IDisposable
{
    private const double Beta1 = 0.5, Beta2 = 0.99;       // DCGAN's 0.5; a shorter second memory than 0.999, since a critic's slopes change

    private readonly FrameModelOptions _options;
    private readonly FrameLog _log;
    private readonly Randomness _random;
    private readonly Tensor _rows;
    private readonly FrameGenerator _generator;
    private readonly FrameCritic? _critic;
    private readonly optim.Optimizer _generatorSteps;
    private readonly optim.Optimizer? _criticSteps;
    private readonly PenaltyPoints _points;

    /// <param name="log">The log.</param>
    /// <param name="shape">What the images are.</param>
    /// <param name="options">How to learn.</param>
    /// <param name="rows">Rows to learn from.</param>
    /// <param name="seed">Seed of first weights, batches and latents.</param>
    public FrameTrainer(FrameLog log, FrameShape shape, FrameModelOptions options, int[] rows, ulong seed)
    {
        (_log, _options, _random) = (log, options, new Randomness(log.Device, seed));
        _rows = OnDevice.Rows(rows, log.Device);
        _generator = Made(new FrameGenerator(shape, options));
        Average = Made(new FrameGenerator(shape, options));
        FrameWeights.Follow(Average, _generator, kept: 0);
        _generatorSteps = optim.Adam(_generator.parameters(), options.LearningRate, Beta1, Beta2);
        if (options.AdversarialWeight == 0) return;
        _critic = Made(new FrameCritic(shape, options));
        _criticSteps = optim.Adam(_critic.parameters(), options.CriticLearningRate, Beta1, Beta2);
        _points = Adversary.Of<float>(options.Loss).Points;
    }

    /// <summary>The generator with averaged weights, which is the one to keep.</summary>
    public FrameGenerator Average { get; }

    /// <summary>Steps that were done.</summary>
    public int StepsDone { get; private set; }

    /// <summary>Moves critic and generator by one step.</summary>
    /// <param name="measures">Whether the losses are wanted, for which the device has to be waited for.</param>
    /// <returns>Losses by name; none where they are not wanted.</returns>
    public IReadOnlyList<(string Name, double Value)> Step(bool measures)
    {
        using DisposeScope scope = NewDisposeScope();
        double rate = 0.5 * (1 + ExactCosine((double)StepsDone / _options.Steps));
        FrameBatch batch = _log.Take(_rows.index_select(0, _random.Below(_rows.shape[0], _options.BatchSize)));
        FramePrediction predicted = _generator.Predict(batch.Past, batch.Action, _random.Normal(_options.BatchSize, _options.LatentSize));
        Tensor[] past = FramePyramid.Of(batch.Past, _options.Scales), next = FramePyramid.Of(batch.Next, _options.Scales);
        List<(string Name, Tensor Value)> losses = _critic is null ? [] : CriticStep(batch.Action, past, next, predicted, rate);
        losses.AddRange(GeneratorStep(batch, past, next, predicted, rate));
        StepsDone++;
        FrameWeights.Follow(Average, _generator, Math.Min(_options.Averaging, (1.0 + StepsDone) / (10.0 + StepsDone)));
        return measures ? [.. losses.Select(loss => (loss.Name, (double)loss.Value.item<float>()))] : [];
    }

    public void Dispose()
    {
        _generatorSteps.Dispose();
        _criticSteps?.Dispose();
        _generator.Dispose();
        _critic?.Dispose();
        Average.Dispose();
        _rows.Dispose();
        _random.Dispose();
    }

    private List<(string, Tensor)> CriticStep(Tensor action, Tensor[] past, Tensor[] next, FramePrediction predicted, double rate)
    {
        Tensor loss = zeros([], device: _log.Device), distance = zeros([], device: _log.Device), price = zeros([], device: _log.Device);
        for (int k = 0; k < next.Length; k++)
        {
            Tensor logged = next[k].detach().requires_grad_(), generated = predicted.Frames[k].detach().requires_grad_();
            Tensor ofLogged = _critic!.Rate(k, past[k], logged, action), ofGenerated = _critic.Rate(k, past[k], generated, action);
            loss = loss + Game.Critic(_options.Loss, ofLogged.view(1, -1), ofGenerated.view(1, -1)).sum();
            if (Penalty(k, past[k], action, (logged, ofLogged), (generated, ofGenerated)) is { } penalty) price = price + penalty;
            distance = distance + (ofLogged - ofGenerated).mean();
        }

        Descend(_criticSteps!, loss + _options.PenaltyWeight * price, rate * _options.CriticLearningRate);
        return [("criticLoss", loss), ("criticDistance", distance), .. _points == PenaltyPoints.None ? [] : new[] { ("penalty", price) }];
    }

    private List<(string, Tensor)> GeneratorStep(FrameBatch batch, Tensor[] past, Tensor[] next, FramePrediction predicted, double rate)
    {
        Tensor pixels = zeros([], device: _log.Device), differences = zeros([], device: _log.Device), game = zeros([], device: _log.Device);
        for (int k = 0; k < next.Length; k++)
        {
            pixels = pixels + FrameLosses.Pixels(next[k], predicted.Frames[k], _options.PixelPower);
            differences = differences + FrameLosses.GradientDifference(next[k], predicted.Frames[k]);
            if (_critic is null) continue;
            Tensor ofLogged = _critic.Rate(k, past[k], next[k], batch.Action).detach(), ofGenerated = _critic.Rate(k, past[k], predicted.Frames[k], batch.Action);
            game = game + Game.Generator(_options.Loss, ofLogged.view(1, -1), ofGenerated.view(1, -1)).sum();
        }

        Tensor heads = (predicted.Reward - batch.Reward).square().mean() + nn.functional.binary_cross_entropy_with_logits(predicted.Terminal, batch.Terminal);
        Tensor loss = _options.PixelWeight * pixels + _options.GradientDifferenceWeight * differences + _options.AdversarialWeight * game + _options.HeadWeight * heads;
        Descend(_generatorSteps, loss, rate * _options.LearningRate);
        return [("generatorLoss", loss), ("pixels", pixels), ("gradientDifference", differences), ("game", game), ("heads", heads)];
    }

    /// <summary>The mean price of the critic's slope at the points of the game, by <see cref="Game.Penalty"/>'s rules.</summary>
    private Tensor? Penalty(int scale, Tensor past, Tensor action, (Tensor Images, Tensor Ratings) logged, (Tensor Images, Tensor Ratings) generated)
    {
        switch (_points)
        {
            case PenaltyPoints.None:
                return null;
            case PenaltyPoints.Between:
                Tensor mix = _random.Uniform(logged.Images.shape[0], 1, 1, 1), between = (generated.Images + mix * (logged.Images - generated.Images)).detach().requires_grad_();
                return (SquaredSlope(between, _critic!.Rate(scale, past, between, action)).clamp_min(1e-24).sqrt() - 1).square().mean();
            case PenaltyPoints.Logged:
                return 0.5 * SquaredSlope(logged.Images, logged.Ratings).mean();
            default:
                return 0.5 * (SquaredSlope(logged.Images, logged.Ratings).mean() + SquaredSlope(generated.Images, generated.Ratings).mean());
        }
    }

    // The trap of TorchSharp: to go on through the graph, ask for both.
    internal static Tensor SquaredSlope(Tensor images, Tensor ratings) =>
        autograd.grad([ratings.sum()], [images], retain_graph: true, create_graph: true)[0].square().flatten(1).sum([1]);

    private static void Descend(optim.Optimizer optimizer, Tensor loss, double rate)
    {
        foreach (optim.ILearningRateController group in optimizer.ParamGroups) group.LearningRate = rate;
        optimizer.zero_grad();
        loss.backward();
        optimizer.step();
    }

    private T Made<T>(T network)
        where T : nn.Module
    {
        network.to(_log.Device);
        FrameWeights.Begin(network, _random);
        return network;
    }

    private static double ExactCosine(double share) => Numerics.ExactMath.Cos(Math.PI * share);
}
