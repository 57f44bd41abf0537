using WorldGan.Datasets;
using WorldGan.Numerics;

namespace WorldGan.WorldModel;

/// <summary>What one adversarial step measured.</summary>
/// <param name="CriticLoss">penalty weight · penalty - distance, the last critic step's.</param>
/// <param name="GeneratorLoss">Minus the mean rating of generated outcomes.</param>
/// <param name="Distance">Mean rating of logged minus generated outcomes: an estimate of their Wasserstein-1 distance.</param>
/// <param name="Penalty">Mean of (‖∇f‖ - 1)².</param>
internal readonly record struct AdversarialReport(double CriticLoss, double GeneratorLoss, double Distance, double Penalty);

/// <summary>
/// Learns the noise as a conditional Wasserstein GAN with gradient penalty (arXiv:1704.00028, algorithm 1) on the residuals that the mean leaves:
/// the critic sees (condition, scaled residual), the generator (condition, latent).
/// </summary>
internal sealed class AdversarialTrainer
{
    private const float Beta1 = 0.5f, Beta2 = 0.9f;
    private const double LastRate = 1e-3;
    private const float LeastRelativeScale = 0.1f;         // so that a nearly exact variable does not fill the critic with rounding noise

    private readonly WorldModelLayout _layout;
    private readonly WorldModelOptions _options;
    private readonly TransitionSet _data;
    private readonly int[] _training;
    private readonly float[] _residuals;                   // [N, O] in units of the member's scale
    private readonly float[] _criticUnits;                 // [O] from units of scale to what the critic sees
    private readonly ulong _seed;
    private readonly BatchSampler _sampler;
    private readonly Learner _generator, _critic;
    private readonly MlpPass<float> _generate, _judge;
    private readonly CriticLoss<float> _loss;
    private readonly Normals _latents;
    private readonly float[] _mixing;
    private readonly int[] _progress = [0, 0];             // generator steps, batches drawn

    public AdversarialTrainer(WorldModelLayout layout, WorldModelMember member, TransitionSet data, EpisodeSplit split, float[] residuals, ulong seed)
    {
        (_layout, _options, _data, _training, _residuals, _seed) = (layout, layout.Options, data, split.Training, residuals, seed);
        float largest = member.Scale.DefaultIfEmpty(1).Max();
        _criticUnits = [.. member.Scale.Select(scale => scale / Math.Max(scale, LeastRelativeScale * largest))];
        _sampler = new BatchSampler(seed, stage: 2);
        _generator = new Learner(layout.Generator, new RandomStream(seed, RandomPurpose.Weights, 1), Steps == 0 ? null : member.Generator, (float)_options.Averaging, Beta1, Beta2); // without a step no noise
        _critic = new Learner(layout.Critic, new RandomStream(seed, RandomPurpose.Weights, 2), beta1: Beta1, beta2: Beta2);
        _generate = new MlpPass<float>(_generator.Net, _options.BatchSize);
        _judge = new MlpPass<float>(_critic.Net, _options.BatchSize);
        _loss = new CriticLoss<float>(_critic.Net, _options.BatchSize, layout.Condition);
        _latents = new Normals(RandomPurpose.Latent, _options.BatchSize, _options.LatentSize);
        _mixing = new float[_options.BatchSize];
    }

    public int Steps => _layout.Outcomes == 0 ? 0 : _options.AdversarialSteps;

    public int StepsDone => _progress[0];

    public bool IsDone => _progress[0] >= Steps;

    public IEnumerable<(string Name, Array Values)> State =>
        [("progress", _progress), .. _generator.State.Select(s => ("generator." + s.Name, s.Values)), .. _critic.State.Select(s => ("critic." + s.Name, s.Values))];

    public void Restored()
    {
        _generator.Restored();
        _critic.Restored();
    }

    /// <summary>The critic's steps, then one step of the generator.</summary>
    public AdversarialReport Step()
    {
        float rate = Schedules.Cosine(_options.AdversarialLearningRate, _progress[0]++, Steps, LastRate);
        double distance = 0, penalty = 0;
        for (int i = 0; i < _options.CriticSteps; i++) (distance, penalty) = CriticStep(rate);
        double generatorLoss = GeneratorStep(rate);
        return new AdversarialReport(_options.PenaltyWeight * penalty - distance, generatorLoss, distance, penalty);
    }

    private (double Distance, double Penalty) CriticStep(float rate)
    {
        int[] rows = DrawInputs(out uint draw);
        _generate.Infer(rows.Length);
        for (int i = 0; i < rows.Length; i++)
        {
            Span<float> real = _loss.Real(i);
            WriteFake(i, _loss.Fake(i));
            ConditionOf(i).CopyTo(real);
            InCriticUnits(_residuals.AsSpan(rows[i] * _layout.Outcomes, _layout.Outcomes), real[_layout.Condition..]);
        }

        var random = new RandomStream(_seed, RandomPurpose.Mix, 0, draw);
        for (int i = 0; i < _mixing.Length; i++) _mixing[i] = random.NextSingle();
        (double distance, double penalty) = _loss.AddGradient(_critic.Gradient, _mixing, _options.PenaltyWeight);
        _critic.Descend(rate);
        return (distance, penalty);
    }

    private double GeneratorStep(float rate)
    {
        int batch = _options.BatchSize;
        double rating = 0;
        DrawInputs(out _);
        for (int row = 0; row < batch;)
        {
            int end = _generate.Forward(row, batch);
            JudgeGenerated(row, end);
            for (; row < end; row++)
            {
                rating += _judge.Output[row * _judge.OutputStride] / (double)batch;
                ReadOnlySpan<float> slope = _judge.InputGradient.Slice(row * _judge.InputStride + _layout.Condition, _layout.Outcomes);
                InCriticUnits(slope, _generate.OutputGradient[(row * _generate.OutputStride)..]);
            }

            _generate.Backward(_generator.Gradient);
        }

        _generator.Descend(rate);
        return -rating;
    }

    // Ratings, and how the mean rating falls as each outcome moves.
    private void JudgeGenerated(int first, int end)
    {
        for (int row = first; row < end; row++)
        {
            WriteFake(row, _judge.Input.Slice(row * _judge.InputStride, _judge.InputStride));
            _judge.OutputGradient[row * _judge.OutputStride] = -1f / _options.BatchSize;
        }

        _judge.Forward(first, end);                        // the same block as the generator's: both hold a batch
        _judge.BackwardToInput();
    }

    private int[] DrawInputs(out uint draw)
    {
        draw = (uint)_progress[1]++;
        int[] rows = _sampler.Draw(_training, _options.BatchSize, draw);
        for (int i = 0; i < rows.Length; i++)
        {
            Span<float> input = _generate.Input.Slice(i * _generate.InputStride, _generate.InputStride);
            _layout.Encoder.WriteCondition(_data.State(rows[i]), _data.Actions[rows[i]], input);
            _latents.SetKey(i, _seed, (uint)i, draw);
        }

        _latents.Draw(rows.Length);
        for (int i = 0; i < rows.Length; i++)
            _latents.Write(i, _generate.Input.Slice(i * _generate.InputStride + _layout.Condition, _options.LatentSize), (float)_options.LatentScale);
        return rows;
    }

    private ReadOnlySpan<float> ConditionOf(int generated) => _generate.Input.Slice(generated * _generate.InputStride, _layout.Condition);

    private void WriteFake(int generated, Span<float> criticInput)
    {
        ConditionOf(generated).CopyTo(criticInput);
        InCriticUnits(_generate.Output.Slice(generated * _generate.OutputStride, _layout.Outcomes), criticInput[_layout.Condition..]);
    }

    private void InCriticUnits(ReadOnlySpan<float> outcome, Span<float> into)
    {
        for (int o = 0; o < outcome.Length; o++) into[o] = outcome[o] * _criticUnits[o];
    }
}
