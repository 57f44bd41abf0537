using WorldGan.Numerics;
using WorldGan.Policies;
using WorldGan.Policies.Values;
using WorldGan.Tests.Numerics;
using WorldGan.Worlds;

namespace WorldGan.Tests.Policies.Values;

public class ReturnGameTests
{
    private const int Rows = 70, Features = 3, Actions = 2, Samples = 4;        // more than one block of rows, and no whole number of them

    private static readonly PolicyOptions Options = new PolicyOptions { Value = ValueKind.Gan, Samples = Samples, BatchSize = Rows, HiddenWidth = 9, PenaltyWeight = 1 }.Resolved();

    private readonly QHead _head = new(NetworkKind.Dueling, Actions, new GeneratedReturns(Output.Target, Samples));
    private readonly Mlp<float> _online, _target;
    private readonly MlpPass<float> _pass;
    private readonly LearnedStep[] _steps = [.. Enumerable.Range(0, Rows).Select(row => new LearnedStep(row % Actions, row % 5 / 5f, row % 3 == 0 ? Ending.Terminal : Ending.None))];
    private readonly float[] _targets = new float[Rows * 2 * Samples];
    private readonly ReturnGame _game;

    public ReturnGameTests()
    {
        (_online, _target) = (Network(1), Network(2));
        _pass = new MlpPass<float>(_online, Rows);
        for (int row = 0; row < Rows; row++)
        {
            for (int i = 0; i < Features; i++) _pass.Input[row * _pass.InputStride + i] = Draws.Singles(Features, (ulong)row)[i];
            float[] next = [.. Draws.Normals(Samples, (ulong)row + 1000).Select(x => 3 + (float)x)];
            _head.Learner.Aim(next, _steps[row], Target(row));
        }

        _game = new ReturnGame(_target, _head, Features, Options, seed: 3);
    }

    [Fact]
    public void The_loss_falls_where_the_critics_rating_rises_in_units_of_returns()
    {
        _game.Play(_pass, _steps, _targets, learningRate: 0);
        Mlp<double> critic = Critic();
        double square = 0;
        for (int row = 0; row < Rows; row++)
            foreach (float aim in Target(row)[..Samples]) square += Math.Pow(aim - Expected(row), 2) / (Rows * Samples);
        double scale = Math.Sqrt(square) + 1e-6;
        for (int row = 0; row < Rows; row++)
        {
            float[] curve = Curve(critic, row), samples = SamplesOf(_online, row);
            for (int i = 0; i < Samples; i++)
                Assert.Equal(-scale / Samples * RatingCurve.Slope(curve, (float)((samples[i] - Expected(row)) / scale)), Target(row)[Samples + i], 1e-4);
        }
    }

    [Fact]
    public void The_target_samples_stay_as_they_are()
    {
        float[] before = [.. _targets];
        _game.Play(_pass, _steps, _targets, learningRate: 1e-3f);
        for (int row = 0; row < Rows; row++)
            for (int j = 0; j < Samples; j++) Assert.Equal(before[row * 2 * Samples + j], Target(row)[j]);
    }

    /// <summary>What the critic sees are deviations in their own units: for returns of another unit all is the same but that unit.</summary>
    [Fact]
    public void In_other_units_of_return_the_critic_measures_the_same()
    {
        const float Unit = 8;
        var other = new ReturnGame(Scaled(_target, Unit), _head, Features, Options, seed: 3);
        var pass = new MlpPass<float>(Scaled(_online, Unit), Rows);
        _pass.Input.CopyTo(pass.Input);
        float[] targets = [.. _targets.Select(x => Unit * x)];
        for (int step = 0; step < 20; step++)
        {
            var (expected, got) = (_game.Play(_pass, _steps, _targets, 1e-3f), other.Play(pass, _steps, targets, 1e-3f));
            Assert.Equal(expected.Distance, got.Distance, 1e-3);
            Assert.Equal(expected.Penalty, got.Penalty, 1e-3);
        }
    }

    [Fact]
    public void The_critic_learns_to_rate_target_samples_above_the_networks_own()
    {
        double first = _game.Play(_pass, _steps, _targets, 1e-3f).Distance, last = 0;
        for (int step = 0; step < 200; step++) last = _game.Play(_pass, _steps, _targets, 1e-3f).Distance;
        Assert.True(last > first + 0.5, $"Expected a distance far above {first}, got {last}.");
    }

    private float[] Curve(Mlp<double> critic, int row)
    {
        double[] state = [.. Enumerable.Range(0, Features).Select(i => (double)_pass.Input[row * _pass.InputStride + i])];
        return [.. ReferenceMlp.Forward(critic, state).Skip(_steps[row].Action * RatingCurve.Knots).Take(RatingCurve.Knots).Select(x => (float)x)];
    }

    private float Expected(int row) => SamplesOf(_target, row).Average();

    private float[] SamplesOf(Mlp<float> network, int row)
    {
        var pass = new MlpPass<float>(network, 1);
        _pass.Input.Slice(row * _pass.InputStride, Features).CopyTo(pass.Input);
        pass.Infer(1);
        float[] output = pass.Output[..network.Shape.Outputs].ToArray();
        return _head.Atoms(output).Slice(_steps[row].Action * Samples, Samples).ToArray();
    }

    private Mlp<double> Critic()
    {
        var critic = new Mlp<double>(new MlpShape(Features, Options.HiddenWidth, 2, Actions * RatingCurve.Knots, Activation.Silu));
        float[] parameters = (float[])_game.State.Single(s => s.Name == "parameters").Values;
        for (int i = 0; i < parameters.Length; i++) critic.Parameters[i] = parameters[i];
        critic.ParametersChanged();
        return critic;
    }

    private Span<float> Target(int row) => _targets.AsSpan(row * 2 * Samples, 2 * Samples);

    private static Mlp<float> Network(ulong seed)
    {
        var network = new Mlp<float>(new MlpShape(Features, 8, 2, (1 + Actions) * Samples, Activation.Silu));
        network.Initialize(new RandomStream(seed, RandomPurpose.Weights));
        return network;
    }

    private static Mlp<float> Scaled(Mlp<float> network, float unit)
    {
        var scaled = new Mlp<float>(network.Shape);
        network.Parameters.CopyTo(scaled.Parameters, 0);
        int last = network.Shape.Layers - 1;
        foreach (ref float weight in scaled.Weights(last)) weight *= unit;
        foreach (ref float bias in scaled.Bias(last)) bias *= unit;
        scaled.ParametersChanged();
        return scaled;
    }
}
