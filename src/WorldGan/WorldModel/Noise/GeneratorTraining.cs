using WorldGan.Datasets;
using WorldGan.Numerics;

namespace WorldGan.WorldModel.Noise;

/// <summary>
/// A generator while it learns: the conditions and latents that it is given, what it makes of them, and its steps down. Whoever trains it says how each outcome should move.
/// </summary>
internal sealed class GeneratorTraining
{
    private const double LastRate = 1e-3;

    private readonly WorldModelLayout _layout;
    private readonly TransitionSet _data;
    private readonly int[] _training;
    private readonly float[] _residuals;                   // [N, O] in units of the member's scale
    private readonly float[] _lossUnits;                   // [O] from units of scale to what losses see
    private readonly ulong _seed;
    private readonly int _samples;
    private readonly BatchSampler _sampler;
    private readonly Learner _learner;
    private readonly MlpPass<float> _pass;
    private readonly Normals _latents;
    private readonly ConditionMoves _moves;
    private readonly int[] _progress = [0, 0];             // generator steps, batches drawn
    private readonly float[] _states, _logged;             // [batch, S], [batch, O] of the present batch: states and residuals
    private readonly int[] _actions;                       // [batch] of the present batch
    private int[] _rows = [];                              // [batch] of the present batch

    /// <summary>Starts from fresh weights.</summary>
    /// <param name="layout">Which numbers stand where.</param>
    /// <param name="member">Receives the averaged generator.</param>
    /// <param name="data">The log.</param>
    /// <param name="split">Which of its rows train.</param>
    /// <param name="residuals">[N, O] what the mean leaves of each logged outcome, in units of the member's scale.</param>
    /// <param name="seed">The member's seed.</param>
    /// <param name="samples">Outcomes of each condition; they stand in rows beside each other.</param>
    public GeneratorTraining(WorldModelLayout layout, WorldModelMember member, TransitionSet data, EpisodeSplit split, float[] residuals, ulong seed, int samples = 1)
    {
        (_layout, _data, _training, _residuals, _seed, _samples) = (layout, data, split.Training, residuals, seed, samples);
        WorldModelOptions options = layout.Options;
        LossSettings own = LossSettings.Of(options);
        _lossUnits = LossUnits.Of(member);
        _sampler = new BatchSampler(seed, stage: 2);
        _learner = new Learner(layout.Generator, new RandomStream(seed, RandomPurpose.Weights, 1), member.Generator, (float)options.Averaging, own.Beta1, own.Beta2);
        Rows = options.BatchSize * samples;
        (_states, _logged, _actions) = (new float[options.BatchSize * data.Width], new float[options.BatchSize * layout.Outcomes], new int[options.BatchSize]);
        _pass = new MlpPass<float>(_learner.Net, Rows);
        _latents = new Normals(RandomPurpose.Latent, Rows, options.LatentSize);
        _moves = new ConditionMoves(layout, Rows, seed);
    }

    /// <summary>The network, for whoever takes its steps elsewhere.</summary>
    public Learner Learner => _learner;

    /// <summary>[O] factors from units of scale to what losses see.</summary>
    public ReadOnlySpan<float> OutcomeUnits => _lossUnits;

    public int Steps => _layout.NoiseSteps;

    public int StepsDone => _progress[0];

    /// <summary>Outcomes of a batch.</summary>
    public int Rows { get; }

    /// <summary>The generator as it is now; what is kept is its average.</summary>
    public Mlp<float> Net => _learner.Net;

    /// <summary>Sum of gradients since the last step.</summary>
    public Span<float> Gradient => _learner.Gradient;

    /// <summary>Everything that must be saved to go on with the same bits.</summary>
    public IEnumerable<(string Name, Array Values)> State => [("progress", _progress), .. _learner.State.Select(s => ("generator." + s.Name, s.Values))];

    public void Restored() => _learner.Restored();

    /// <summary>Counts a step and gives its learning rate.</summary>
    public float BeginStep() => Schedules.Cosine(_layout.NoiseLearningRate, _progress[0]++, Steps, LastRate);

    /// <summary>Draws conditions and latents of a new batch; returns its number, for whatever else is drawn beside it.</summary>
    public uint Draw()
    {
        uint draw = (uint)_progress[1]++;
        _rows = _sampler.Draw(_training, _layout.Options.BatchSize, draw);
        for (int i = 0; i < _rows.Length; i++) _actions[i] = _data.Actions[_rows[i]];
        Pick(_data.States, _data.Width, _states);
        Pick(_residuals, _layout.Outcomes, _logged);
        for (int row = 0; row < Rows; row++)
        {
            int drawn = Drawn(row);
            _layout.WriteCondition<float>(_states.AsSpan(drawn * _data.Width, _data.Width), _actions[drawn], _data.NextState(_rows[drawn]), Input(row));
        }

        _latents.SetKeys(Rows, _seed, draw);
        _latents.Draw(Rows);
        _latents.Write(Rows, _pass.Input[_layout.Condition..], _pass.InputStride, _layout.LatentScale);
        _moves.Apply(_pass, Rows, _samples, draw);
        return draw;
    }

    /// <summary>Generates the outcomes of the batch.</summary>
    public void Infer() => _pass.Infer(Rows);

    /// <summary>Generates the outcomes of a block, and keeps what <see cref="Backward"/> needs; returns the row after its last.</summary>
    public int Forward(int first, int end) => _pass.Forward(first, end);

    /// <summary>Takes the moves of the block's outcomes, see <see cref="Move"/>, back to the weights.</summary>
    public void Backward() => _pass.Backward(_learner.Gradient);

    public void Descend(float rate) => _learner.Descend(rate);

    /// <summary>[C] the condition of a row.</summary>
    public ReadOnlySpan<float> Condition(int row) => Input(row)[.._layout.Condition];

    /// <summary>Writes what the log says about a row's condition, in the units of losses.</summary>
    public void WriteLogged(int row, Span<float> into) => Convert(_logged.AsSpan(Drawn(row) * _layout.Outcomes, _layout.Outcomes), into);

    /// <summary>Writes a generated outcome, in the units of losses.</summary>
    public void WriteGenerated(int row, Span<float> into) => Convert(_pass.Output.Slice(row * _pass.OutputStride, _layout.Outcomes), into);

    /// <summary>Says how the loss changes as an outcome moves.</summary>
    /// <param name="row">The outcome's row, of the present block.</param>
    /// <param name="slope">[O] ∂loss/∂outcome, in the units of losses.</param>
    public void Move(int row, ReadOnlySpan<float> slope) => Convert(slope, _pass.OutputGradient[(row * _pass.OutputStride)..]);

    // A slope goes back by the factor by which its outcome came.
    private void Convert(ReadOnlySpan<float> values, Span<float> into)
    {
        for (int o = 0; o < values.Length; o++) into[o] = values[o] * _lossUnits[o];
    }

    // From all over the log, one right after the other: a cache that misses each of them then waits for many at once.
    private void Pick(float[] from, int width, float[] into)
    {
        for (int i = 0; i < _rows.Length; i++) from.AsSpan(_rows[i] * width, width).CopyTo(into.AsSpan(i * width, width));
    }

    // Which row of the batch has the condition.
    private int Drawn(int row) => row / _samples;

    private Span<float> Input(int row) => _pass.Input.Slice(row * _pass.InputStride, _pass.InputStride);
}
