using WorldGan.Datasets;
using WorldGan.Numerics;
using WorldGan.WorldModel.Classes;
using WorldGan.Worlds;

namespace WorldGan.WorldModel;

/// <summary>
/// Learns the heads: reward (mean squared error) as a function of state, action, next state and, where ends pay apart, end; the <see cref="TerminalTrainer">terminal</see>, and the classes of
/// the next state.
/// </summary>
internal sealed class HeadTrainer
{
    private const float Averaging = 0.99f;
    private const int StepsBetweenChecks = 250;

    private readonly WorldModelLayout _layout;
    private readonly TransitionSet _data;
    private readonly int[] _training;
    private readonly BatchSampler _sampler;
    private readonly Learner? _reward;
    private readonly MlpPass<float>? _rewardPass;
    private readonly TerminalTrainer? _terminal;
    private readonly ClassTrainer[] _classes;
    private readonly Losses _losses;
    private readonly int[] _progress = [0];

    public HeadTrainer(WorldModelLayout layout, WorldModelMember member, TransitionSet data, EpisodeSplit split, ulong seed)
    {
        (_layout, _data, _training) = (layout, data, split.Training);
        _sampler = new BatchSampler(seed, stage: 3);
        if (layout.LearnsReward)
        {
            _reward = new Learner(layout.RewardHead, new RandomStream(seed, RandomPurpose.Weights, 3), member.Reward, Averaging);
            _rewardPass = new MlpPass<float>(_reward.Net, layout.Options.BatchSize);
        }

        _terminal = TerminalTrainer.Start(layout, member, data, split, seed);
        _classes = [.. Enumerable.Range(0, layout.Classes.Count).Select(k => new ClassTrainer(layout, member, data, split, k, seed))];
        _losses = new Losses([.. _reward is null ? [] : new[] { "rewardLoss" }, .. _classes.Length == 0 ? [] : new[] { "discreteLoss" }, .. _terminal is null ? [] : new[] { "terminalLoss" }]);
    }

    public int Steps => _reward is null && _terminal is null && _classes.Length == 0 ? 0 : _layout.Options.HeadSteps;

    public int StepsDone => _progress[0];

    public bool IsDone => _progress[0] >= Steps;

    public IEnumerable<(string Name, Array Values)> State =>
    [
        ("progress", _progress), .. Of("reward", _reward?.State), .. Of("terminal", _terminal?.State), .. _classes.SelectMany((trainer, k) => Of($"classes.{k}", trainer.State)),
    ];

    /// <summary>The reward's network, for whoever takes the steps elsewhere: see <see cref="Rate"/> and <see cref="Advance"/>; null where there is none to learn.</summary>
    public Learner? Reward => _reward;

    /// <summary>The terminal; null where there is none to learn.</summary>
    public TerminalTrainer? Terminal => _terminal;

    /// <summary>The categories and flags.</summary>
    public IReadOnlyList<ClassTrainer> Classes => _classes;

    /// <summary>The learning rate of the present step.</summary>
    public float Rate => Schedules.Cosine(_layout.HeadLearningRate, StepsDone, Steps, 0);

    /// <summary>Whether <see cref="Advance"/> will look at the averaged weights of the classes.</summary>
    public bool ChecksNext => _classes.Length > 0 && ((StepsDone + 1) % StepsBetweenChecks == 0 || StepsDone + 1 >= Steps);

    public void Restored()
    {
        _reward?.Restored();
        _terminal?.Restored();
        foreach (ClassTrainer trainer in _classes) trainer.Restored();
    }

    /// <summary>One step of each head that this world needs; returns their mean losses.</summary>
    public IReadOnlyList<(string Name, double Value)> Step()
    {
        int step = StepsDone;
        float rate = Rate;
        int[] rows = _sampler.Draw(_training, _layout.Options.BatchSize, (uint)step);
        Span<double> losses = stackalloc double[3];
        int heads = 0;
        if (_reward is not null) losses[heads++] = RewardStep(rows, rate);
        if (_classes.Length > 0) losses[heads++] = ClassStep(rows, rate);
        if (_terminal is not null) losses[heads++] = _terminal.Step(step, rows, rate);
        Advance();
        return _losses.Of(losses[..heads]);
    }

    /// <summary>Counts a step that was done, and checks the classes on held-out rows where that is due.</summary>
    public void Advance()
    {
        bool checks = ChecksNext;
        _progress[0]++;
        if (!checks) return;
        foreach (ClassTrainer trainer in _classes) trainer.Check();
    }

    /// <summary>Keeps the best classes, and says what the logits of a terminal mean.</summary>
    public void Finish()
    {
        foreach (ClassTrainer trainer in _classes) trainer.Finish();
        _terminal?.Finish();
    }

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

    private double ClassStep(int[] rows, float rate)
    {
        double loss = 0;
        foreach (ClassTrainer trainer in _classes) loss += trainer.Step(rows, rate);
        return loss;
    }

    private void WriteTransitions(MlpPass<float> pass, int[] rows)
    {
        for (int i = 0; i < rows.Length; i++)
        {
            Span<float> input = pass.Input.Slice(i * pass.InputStride, pass.InputStride);
            _layout.Encoder.WriteCondition(_data.State(rows[i]), _data.Actions[rows[i]], input);
            _layout.Encoder.WriteState(_data.NextState(rows[i]), input[_layout.Encoder.ConditionFeatures..]);
            if (_layout.RewardSeesEnd) input[_layout.Head.Inputs] = _data.Endings[rows[i]] == Ending.Terminal ? 1 : 0;
        }
    }

    private static IEnumerable<(string, Array)> Of(string name, IEnumerable<(string Name, Array Values)>? state) => state?.Select(s => (name + "." + s.Name, s.Values)) ?? [];
}
