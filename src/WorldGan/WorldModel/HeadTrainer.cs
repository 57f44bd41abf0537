using WorldGan.Datasets;
using WorldGan.Numerics;
using WorldGan.WorldModel.Classes;
using WorldGan.Worlds;

namespace WorldGan.WorldModel;

/// <summary>
/// Learns the heads: reward (mean squared error) and terminal (logistic) as functions of state, action and next state, and the classes of the next state.
/// Terminals are rare: they are drawn more often, and a shift of the logit takes that out again, or where it is likelier a calibration on all rows.
/// </summary>
internal sealed class HeadTrainer
{
    private const float Averaging = 0.99f;
    private const int StepsBetweenChecks = 250;

    private readonly WorldModelLayout _layout;
    private readonly WorldModelMember _member;
    private readonly TransitionSet _data;
    private readonly int[] _training, _heldOut, _terminals;
    private readonly BatchSampler _sampler, _terminalSampler;
    private readonly Learner? _reward, _terminal;
    private readonly MlpPass<float>? _rewardPass, _terminalPass;
    private readonly ClassTrainer[] _classes;
    private readonly Losses _losses;
    private readonly int[] _progress = [0];

    public HeadTrainer(WorldModelLayout layout, WorldModelMember member, TransitionSet data, EpisodeSplit split, ulong seed)
    {
        (_layout, _member, _data, _training, _heldOut) = (layout, member, data, split.Training, split.HeldOut);
        _terminals = [.. split.Training.Where(row => data.Endings[row] == Ending.Terminal)];
        (_sampler, _terminalSampler) = (new BatchSampler(seed, stage: 3), new BatchSampler(seed, stage: 4));
        int batch = layout.Options.BatchSize;
        if (layout.LearnsReward)
            _rewardPass = Start(layout.Head, member.Reward, seed, 3, batch, out _reward);
        if (layout.LearnsTerminal && _terminals.Length > 0)
            _terminalPass = Start(layout.Head, member.Terminal, seed, 4, batch, out _terminal);
        member.TerminalCalibration = new(1, TerminalShift());
        _classes = [.. Enumerable.Range(0, layout.Classes.Count).Select(k => new ClassTrainer(layout, member, data, split, k, seed))];
        _losses = new Losses([.. _reward is null ? [] : new[] { "rewardLoss" }, .. _classes.Length == 0 ? [] : new[] { "discreteLoss" }, .. _terminal is null ? [] : new[] { "terminalLoss" }]);
    }

    public int Steps => _reward is null && _terminal is null && _classes.Length == 0 ? 0 : _layout.Options.HeadSteps;

    public int StepsDone => _progress[0];

    public bool IsDone => _progress[0] >= Steps;

    public IEnumerable<(string Name, Array Values)> State =>
        [("progress", _progress), .. Of("reward", _reward), .. Of("terminal", _terminal), .. _classes.SelectMany((trainer, k) => trainer.State.Select(s => ($"classes.{k}.{s.Name}", s.Values)))];

    public void Restored()
    {
        _reward?.Restored();
        _terminal?.Restored();
        foreach (ClassTrainer trainer in _classes) trainer.Restored();
    }

    /// <summary>One step of each head that this world needs; returns their mean losses.</summary>
    public IReadOnlyList<(string Name, double Value)> Step()
    {
        int step = _progress[0]++;
        float rate = Schedules.Cosine(_layout.HeadLearningRate, step, Steps, 0);
        int[] rows = _sampler.Draw(_training, _layout.Options.BatchSize, (uint)step);
        Span<double> losses = stackalloc double[3];
        int heads = 0;
        if (_reward is not null) losses[heads++] = RewardStep(rows, rate);
        if (_classes.Length > 0) losses[heads++] = ClassStep(rows, rate);
        if (_terminal is not null)
        {
            _terminalSampler.Draw(_terminals, TerminalRows, (uint)step).CopyTo(rows, 0);
            losses[heads++] = TerminalStep(rows, rate);
        }

        return _losses.Of(losses[..heads]);
    }

    /// <summary>Keeps the best classes, and calibrates the terminal on the rows as they came, where that makes the held-out rows likelier.</summary>
    public void Finish()
    {
        foreach (ClassTrainer trainer in _classes) trainer.Finish();
        if (_terminal is null) return;
        LogitCalibration fitted = LogitCalibration.Fit(TerminalAnswers(_training));
        (float, bool)[] heldOut = TerminalAnswers(_heldOut);
        if (fitted.Loss(heldOut) <= _member.TerminalCalibration.Loss(heldOut)) _member.TerminalCalibration = fitted;
    }

    private (float Logit, bool IsTerminal)[] TerminalAnswers(int[] rows)
    {
        var pass = new MlpPass<float>(_member.Terminal, _layout.Options.BatchSize);
        var answers = new List<(float, bool)>(rows.Length);
        foreach (int[] chunk in rows.Chunk(pass.Capacity))
        {
            WriteTransitions(pass, chunk);
            pass.Infer(chunk.Length);
            for (int i = 0; i < chunk.Length; i++) answers.Add((pass.Output[i * pass.OutputStride], _data.Endings[chunk[i]] == Ending.Terminal));
        }

        return [.. answers];
    }

    private int TerminalRows => (int)(_layout.Options.TerminalShare * _layout.Options.BatchSize);

    // log of the odds in the log minus log of the odds in a batch, where the rest of a batch also holds terminals by chance. Where all terminals
    // are held out nothing is learned: the head stays zero and the shift is the log's share of terminals.
    private float TerminalShift()
    {
        if (_terminals.Length == 0) return _layout.LearnsTerminal ? (float)LogOdds((double)_layout.Normalizer.Terminals / _data.Count) : 0;
        double share = (double)_terminals.Length / _training.Length, drawn = (double)TerminalRows / _layout.Options.BatchSize;
        double inBatch = drawn + (1 - drawn) * share;
        return share >= 1 ? 0 : (float)(LogOdds(share) - LogOdds(inBatch));
    }

    private static double LogOdds(double share) => ExactMath.Log(share / (1 - share));

    private double RewardStep(int[] rows, float rate)
    {
        MlpPass<float> pass = _rewardPass!;
        WriteTransitions(pass, rows);
        double loss = 0;
        for (int i = 0; i < rows.Length;)
        {
            int end = pass.Forward(i, rows.Length);
            for (; i < end; i++)
            {
                float target = (_data.Rewards[rows[i]] - _layout.Normalizer.RewardMean) / _layout.Normalizer.RewardStandardDeviation;
                float error = pass.Output[i * pass.OutputStride] - target;
                loss += (double)error * error / rows.Length;
                pass.OutputGradient[i * pass.OutputStride] = 2 * error / rows.Length;
            }

            pass.Backward(_reward!.Gradient);
        }

        _reward!.Descend(rate);
        return loss;
    }

    private double TerminalStep(int[] rows, float rate)
    {
        MlpPass<float> pass = _terminalPass!;
        WriteTransitions(pass, rows);
        double loss = 0;
        for (int i = 0; i < rows.Length;)
        {
            int end = pass.Forward(i, rows.Length);
            for (; i < end; i++)
            {
                double logit = pass.Output[i * pass.OutputStride], p = Logistic.Probability(logit);
                bool terminal = _data.Endings[rows[i]] == Ending.Terminal;
                loss += Logistic.Loss(logit, terminal) / rows.Length;
                pass.OutputGradient[i * pass.OutputStride] = (float)((p - (terminal ? 1 : 0)) / rows.Length);
            }

            pass.Backward(_terminal!.Gradient);
        }

        _terminal!.Descend(rate);
        return loss;
    }

    private double ClassStep(int[] rows, float rate)
    {
        double loss = 0;
        foreach (ClassTrainer trainer in _classes) loss += trainer.Step(rows, rate);
        if (_progress[0] % StepsBetweenChecks == 0 || IsDone)
            foreach (ClassTrainer trainer in _classes) trainer.Check();
        return loss;
    }

    private void WriteTransitions(MlpPass<float> pass, int[] rows)
    {
        for (int i = 0; i < rows.Length; i++)
        {
            Span<float> input = pass.Input.Slice(i * pass.InputStride, pass.InputStride);
            _layout.Encoder.WriteCondition(_data.State(rows[i]), _data.Actions[rows[i]], input);
            _layout.Encoder.WriteState(_data.NextState(rows[i]), input[_layout.Encoder.ConditionFeatures..]);
        }
    }

    private static MlpPass<float> Start(MlpShape shape, Mlp<float> average, ulong seed, uint stream, int batch, out Learner learner)
    {
        learner = new Learner(shape, new RandomStream(seed, RandomPurpose.Weights, stream), average, Averaging);
        return new MlpPass<float>(learner.Net, batch);
    }

    private static IEnumerable<(string, Array)> Of(string name, Learner? learner) =>
        learner is null ? [] : learner.State.Select(s => (name + "." + s.Name, s.Values));
}
