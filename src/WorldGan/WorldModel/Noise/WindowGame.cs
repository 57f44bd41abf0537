using WorldGan.Datasets;
using WorldGan.Numerics;

namespace WorldGan.WorldModel.Noise;

/// <summary>
/// A second game beside that of single steps: its critic sees windows of several outcomes, logged ones and those of the generator's own future from the same
/// first state under the same actions (after arXiv:1909.11821, which compares rollouts of a model with those of the world).
/// </summary>
internal sealed class WindowGame
{
    private const int Share = 4;                           // windows are a quarter of a batch's rows

    private readonly WorldModelLayout _layout;
    private readonly ulong _seed;
    private readonly int _batch;
    private readonly double _penaltyWeight;
    private readonly LoggedWindows _windows;
    private readonly BatchSampler _sampler;
    private readonly OpenLoop<float> _futures;
    private readonly WindowEnds _ends;
    private readonly Learner _critic;
    private readonly CriticLoss<float> _criticLoss;
    private readonly GeneratorLoss<float> _generatorLoss;
    private readonly Normals _latents, _moves;             // of a block, all steps of a row beside each other
    private readonly float[] _mixing, _numbers;
    private readonly int[] _progress = [0];                // batches drawn
    private int[] _drawn = [];

    /// <summary>Starts from fresh weights.</summary>
    /// <param name="layout">Which numbers stand where.</param>
    /// <param name="member">Its mean, scale and heads are known.</param>
    /// <param name="data">The log.</param>
    /// <param name="split">Which of its rows train.</param>
    /// <param name="generator">Learns.</param>
    /// <param name="seed">The member's seed.</param>
    public WindowGame(WorldModelLayout layout, WorldModelMember member, TransitionSet data, EpisodeSplit split, Mlp<float> generator, ulong seed)
    {
        (_layout, _seed) = (layout, DerivedSeed.Of(seed, RandomPurpose.WindowSeed));
        WorldModelOptions options = layout.Options;
        LossSettings own = LossSettings.Of(options);
        Adversary<float> adversary = Adversary.Of<float>(options.Loss!.Value);
        (_batch, _penaltyWeight) = (Math.Max(options.BatchSize / Share, 1), options.PenaltyWeight ?? 0);
        _windows = new LoggedWindows(layout, member, data, split);
        _sampler = new BatchSampler(_seed, stage: 2);
        _futures = new OpenLoop<float>(layout, new KnownDynamics<float>(layout, member), generator, Math.Min(_batch, MlpPass<float>.BlockRows));
        _ends = new WindowEnds(layout, member, _seed);
        _critic = new Learner(layout.WindowCritic, new RandomStream(_seed, RandomPurpose.Weights, 2), beta1: own.Beta1, beta2: own.Beta2);
        _criticLoss = new CriticLoss<float>(_critic.Net, adversary, _batch, layout.WindowCondition);
        _generatorLoss = new GeneratorLoss<float>(_critic.Net, adversary.Ratings, _batch, layout.WindowCondition);
        int features = (layout.Encoder.StateFeatures + 1) / 2 * 2;
        _latents = new Normals(RandomPurpose.Latent, _futures.Rows, layout.Options.LatentSize);
        _moves = new Normals(RandomPurpose.ConditionNoise, _futures.Rows, features);
        (_mixing, _numbers) = (new float[adversary.Points == PenaltyPoints.Between ? _batch : 0], new float[features]);
    }

    /// <summary>Everything that must be saved to go on with the same bits.</summary>
    public IEnumerable<(string Name, Array Values)> State => [("progress", _progress), .. _critic.State.Select(s => ("critic." + s.Name, s.Values))];

    public void Restored() => _critic.Restored();

    /// <summary>One step of the critic.</summary>
    public CriticReport CriticStep(float rate)
    {
        uint draw = Draw();
        for (int first = 0, end; first < _batch; first = end)
        {
            end = Forward(first, draw);
            for (int row = first; row < end; row++)
            {
                WriteReal(row, first, _criticLoss.Real(row));
                WriteFake(row, first, _criticLoss.Fake(row));
            }
        }

        var random = new RandomStream(_seed, RandomPurpose.Mix, 0, draw);
        for (int i = 0; i < _mixing.Length; i++) _mixing[i] = random.NextSingle();
        CriticReport report = _criticLoss.AddGradient(_critic.Gradient, _mixing, _penaltyWeight);
        _critic.Descend(rate);
        if (_layout.Options.WeightLimit is { } limit) _critic.Clip((float)limit);
        return report;
    }

    /// <summary>Adds ∂loss/∂parameters of the generator to <paramref name="gradient"/>; returns the loss.</summary>
    public double AddGradient(Span<float> gradient)
    {
        uint draw = Draw();
        if (_generatorLoss.ComparesPairs)
        {
            // What a real one holds beside its outcome is not known before its block has gone forward.
            for (int first = 0, end; first < _batch; first = end)
            {
                end = Forward(first, draw);
                for (int row = first; row < end; row++) WriteReal(row, first, _generatorLoss.Real(row));
            }

            _generatorLoss.JudgeReal();
        }

        for (int first = 0, end; first < _batch; first = end)
        {
            end = Forward(first, draw);
            for (int row = first; row < end; row++) WriteFake(row, first, _generatorLoss.Fake(row));
            _generatorLoss.Differentiate(first, end);
            for (int row = first; row < end; row++) WriteSlopes(row, first);
            _futures.Backward(end - first, gradient);
        }

        return _generatorLoss.Value;
    }

    private uint Draw()
    {
        uint draw = (uint)_progress[0]++;
        _drawn = _sampler.Draw(_windows.Numbers, _batch, draw);
        return draw;
    }

    // The futures of a block; returns the row after its last.
    private int Forward(int first, uint draw)
    {
        int rows = Math.Min(_futures.Rows, _batch - first);
        for (int row = 0; row < rows; row++) _windows.Write(_drawn[first + row], _futures, row);
        for (int t = 0; t < _layout.Window; t++) DrawNoise(first, rows, t, draw);
        _futures.Forward(rows);
        _ends.Mark(_futures, rows, first, draw);
        return first + rows;
    }

    private void DrawNoise(int first, int rows, int t, uint draw)
    {
        for (int row = 0; row < rows; row++)
        {
            uint place = (uint)((first + row) * _layout.Window + t);
            _latents.SetKey(row, _seed, place, draw);
            _moves.SetKey(row, _seed, place, draw);
        }

        _latents.Draw(rows);
        for (int row = 0; row < rows; row++) _latents.Write(row, _futures[t].Latent(row), _layout.LatentScale);
        if (_layout.Options.ConditionNoise == 0) return;
        _moves.Draw(rows);
        for (int row = 0; row < rows; row++)
        {
            _moves.Write(row, _numbers, (float)_layout.Options.ConditionNoise);
            _numbers.AsSpan(0, _layout.Encoder.StateFeatures).CopyTo(_futures[t].Move(row));
        }
    }

    private void WriteReal(int row, int first, Span<float> criticInput)
    {
        int window = WriteCondition(row, first, criticInput);
        for (int t = 0; t < _layout.Window; t++) _windows.WriteOutcome(window, t, _windows.State(window, t + 1), Outcome(criticInput, t));
    }

    // A future that has ended is not compared: the logged outcome stands on both sides.
    private void WriteFake(int row, int first, Span<float> criticInput)
    {
        int window = WriteCondition(row, first, criticInput);
        for (int t = 0; t < _layout.Window; t++)
            _windows.WriteOutcome(window, t, _ends[row - first] ? _windows.State(window, t + 1) : _futures.State(t + 1, row - first), Outcome(criticInput, t));
    }

    private int WriteCondition(int row, int first, Span<float> criticInput)
    {
        int window = _drawn[row], features = _layout.Encoder.StateFeatures;
        _layout.Encoder.WriteState(_windows.State(window, 0), criticInput);
        Span<float> move = _futures[0].Move(row - first);
        for (int i = 0; i < move.Length; i++) criticInput[i] += move[i];
        for (int t = 0; t < _layout.Window; t++) _layout.Encoder.WriteAction(_windows.Action(window, t), criticInput[(features + t * _layout.Spec.Actions.Count)..]);
        return window;
    }

    private void WriteSlopes(int row, int first)
    {
        ReadOnlySpan<float> slopes = _generatorLoss.Slope(row);
        for (int t = 0; t < _layout.Window; t++)
        {
            Span<float> into = _futures.Slope(t + 1, row - first);
            _windows.WriteSlopes(t, slopes.Slice(t * _layout.Outcomes, _layout.Outcomes), into);
            if (_ends[row - first]) into.Clear();
        }
    }

    private Span<float> Outcome(Span<float> criticInput, int t) => criticInput.Slice(_layout.WindowCondition + t * _layout.Outcomes, _layout.Outcomes);
}
