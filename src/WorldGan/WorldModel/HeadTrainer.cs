using WorldGan.Datasets;
using WorldGan.Numerics;

namespace WorldGan.WorldModel;

/// <summary>
/// Learns the heads: reward (mean squared error) as a function of state, action and next state, the classes of discrete variables (cross-entropy) as
/// functions of state and action, and the <see cref="TerminalTrainer">terminal</see>.
/// </summary>
internal sealed class HeadTrainer
{
    private const float Averaging = 0.99f;

    private readonly WorldModelLayout _layout;
    private readonly TransitionSet _data;
    private readonly int[] _training;
    private readonly BatchSampler _sampler;
    private readonly Learner? _reward, _discrete;
    private readonly MlpPass<float>? _rewardPass, _discretePass;
    private readonly TerminalTrainer? _terminal;
    private readonly double[] _probabilities;
    private readonly Losses _losses;
    private readonly int[] _progress = [0];

    public HeadTrainer(WorldModelLayout layout, WorldModelMember member, TransitionSet data, EpisodeSplit split, ulong seed)
    {
        (_layout, _data, _training) = (layout, data, split.Training);
        _sampler = new BatchSampler(seed, stage: 3);
        int batch = layout.Options.BatchSize;
        if (layout.LearnsReward)
            _rewardPass = Start(layout.Head, member.Reward, seed, 3, batch, out _reward);
        _terminal = TerminalTrainer.Start(layout, member, data, split, seed);
        if (layout.Logits > 0)
            _discretePass = Start(layout.DiscreteHead, member.DiscreteHead, seed, 5, batch, out _discrete);
        _probabilities = new double[layout.Logits];
        _losses = new Losses([.. _reward is null ? [] : new[] { "rewardLoss" }, .. _discrete is null ? [] : new[] { "discreteLoss" }, .. _terminal is null ? [] : new[] { "terminalLoss" }]);
    }

    public int Steps => _reward is null && _terminal is null && _discrete is null ? 0 : _layout.Options.HeadSteps;

    public int StepsDone => _progress[0];

    public bool IsDone => _progress[0] >= Steps;

    public IEnumerable<(string Name, Array Values)> State =>
        [("progress", _progress), .. Of("reward", _reward), .. _terminal is null ? [] : _terminal.State.Select(s => ("terminal." + s.Name, s.Values)), .. Of("discrete", _discrete)];

    public void Restored()
    {
        _reward?.Restored();
        _terminal?.Restored();
        _discrete?.Restored();
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
        if (_discrete is not null) losses[heads++] = DiscreteStep(rows, rate);
        if (_terminal is not null) losses[heads++] = _terminal.Step(step, rows, rate);
        return _losses.Of(losses[..heads]);
    }

    /// <summary>Says what the logits of a terminal mean.</summary>
    public void Finish() => _terminal?.Finish();

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

    private double DiscreteStep(int[] rows, float rate)
    {
        MlpPass<float> pass = _discretePass!;
        for (int i = 0; i < rows.Length; i++)
            _layout.Encoder.WriteCondition(_data.State(rows[i]), _data.Actions[rows[i]], pass.Input[(i * pass.InputStride)..]);
        double loss = 0;
        for (int i = 0; i < rows.Length;)
        {
            int end = pass.Forward(i, rows.Length);
            for (; i < end; i++)
            {
                int at = i * pass.OutputStride;
                foreach (int j in _layout.Discrete)
                {
                    int classes = WorldModelLayout.ClassesOf(_layout.Spec.State[j]), seen = (int)_data.NextState(rows[i])[j];
                    Span<double> p = _probabilities.AsSpan(0, classes);
                    Logistic.Softmax(pass.Output.Slice(at, classes), p);
                    loss -= ExactMath.Log(Math.Max(p[seen], 1e-12)) / rows.Length;
                    for (int k = 0; k < classes; k++) pass.OutputGradient[at + k] = (float)((p[k] - (k == seen ? 1 : 0)) / rows.Length);
                    at += classes;
                }
            }

            pass.Backward(_discrete!.Gradient);
        }

        _discrete!.Descend(rate);
        return loss;
    }

    private void WriteTransitions(MlpPass<float> pass, int[] rows)
    {
        for (int i = 0; i < rows.Length; i++)
        {
            Span<float> input = pass.Input.Slice(i * pass.InputStride, pass.InputStride);
            _layout.Encoder.WriteCondition(_data.State(rows[i]), _data.Actions[rows[i]], input);
            _layout.Encoder.WriteState(_data.NextState(rows[i]), input[_layout.Condition..]);
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
