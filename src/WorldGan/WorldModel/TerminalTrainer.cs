using WorldGan.Datasets;
using WorldGan.Numerics;
using WorldGan.Worlds;

namespace WorldGan.WorldModel;

/// <summary>
/// Learns the probability that a step is a terminal one. Ends are rare and most often a boundary in the next state, so a part of each batch is drawn from the terminal
/// rows and another from the rows that are most easily taken for one; and the head sees the next state alone, unless that cannot tell the terminal rows from the others.
/// Then it sees the state before and the action too, and the other rows are drawn as they come. Last, the logits are calibrated on all rows.
/// </summary>
internal sealed class TerminalTrainer
{
    private const float Averaging = 0.99f;
    private const int StepsBetweenSearches = 250;
    private const double DoubtfulShare = 0.25;             // of a batch
    private const double DoubtfulPerTerminal = 2;
    private const double LeastSeparation = 0.9;            // F1 of the training rows at which the next state alone tells

    private readonly WorldModelLayout _layout;
    private readonly WorldModelMember _member;
    private readonly TransitionSet _data;
    private readonly EpisodeSplit _split;
    private readonly int[] _terminals;
    private readonly BatchSampler _terminalSampler, _doubtfulSampler;
    private readonly Learner _learner;
    private readonly MlpPass<float> _pass, _averagePass;
    private readonly int[] _doubtful;                      // rows that did not end, with the highest logits
    private readonly int[] _found = [0];                   // how many of these there are
    private readonly int[] _sees = [0];                    // 1 where the head sees the condition too

    private TerminalTrainer(WorldModelLayout layout, WorldModelMember member, TransitionSet data, EpisodeSplit split, int[] terminals, ulong seed)
    {
        (_layout, _member, _data, _split, _terminals) = (layout, member, data, split, terminals);
        (_terminalSampler, _doubtfulSampler) = (new BatchSampler(seed, stage: 4), new BatchSampler(seed, stage: 6));
        _learner = new Learner(layout.Head, new RandomStream(seed, RandomPurpose.Weights, 4), member.Terminal, Averaging);
        IgnoreCondition(_learner.Net);
        IgnoreCondition(member.Terminal);
        _pass = new MlpPass<float>(_learner.Net, layout.Options.BatchSize);
        _averagePass = new MlpPass<float>(member.Terminal, layout.Options.BatchSize);
        _doubtful = new int[Math.Min((int)(DoubtfulPerTerminal * terminals.Length), split.Training.Length - terminals.Length)];
    }

    public IEnumerable<(string Name, Array Values)> State => [("doubtful", _doubtful), ("found", _found), ("sees", _sees), .. _learner.State];

    /// <summary>Null where there is nothing to learn from: then every step ends with the log's share of terminals.</summary>
    public static TerminalTrainer? Start(WorldModelLayout layout, WorldModelMember member, TransitionSet data, EpisodeSplit split, ulong seed)
    {
        if (!layout.LearnsTerminal) return null;
        int[] terminals = [.. split.Training.Where(row => data.Endings[row] == Ending.Terminal)];
        if (terminals.Length > 0) return new TerminalTrainer(layout, member, data, split, terminals, seed);
        double share = (double)layout.Normalizer.Terminals / data.Count;
        member.TerminalCalibration = new(1, ExactMath.Log(share / (1 - share)));
        return null;
    }

    /// <summary>The network, for whoever takes its steps elsewhere: see <see cref="Look"/>.</summary>
    public Learner Learner => _learner;

    /// <summary>The training rows that ended.</summary>
    public ReadOnlySpan<int> Terminals => _terminals;

    /// <summary>The training rows that are most easily taken for ends; none before the first search, and none where the condition is seen.</summary>
    public ReadOnlySpan<int> Doubtful => _doubtful.AsSpan(0, _found[0]);

    /// <summary>Whether the head sees state and action beside the next state.</summary>
    public bool SeesCondition => _sees[0] > 0;

    /// <summary>How many rows of a batch are drawn from the terminals.</summary>
    public int TerminalsOf(int batch) => (int)(_layout.Options.TerminalShare * batch);

    /// <summary>How many rows of a batch are drawn from the doubtful, where there are any.</summary>
    public int DoubtfulOf(int batch) => Math.Min((int)(DoubtfulShare * batch), batch - TerminalsOf(batch));

    /// <summary>Whether <see cref="Look"/> will look at the averaged weights.</summary>
    public bool LooksAt(int step) => (step > 0 && step % StepsBetweenSearches == 0 && !SeesCondition) || step == StepOfSeparation;

    public void Restored() => _learner.Restored();

    /// <summary>Before a step: decides, now and then, what is drawn and what is seen.</summary>
    public void Look(int step)
    {
        if (step > 0 && step % StepsBetweenSearches == 0 && !SeesCondition) FindDoubtful();
        if (step == StepOfSeparation && Separation() < LeastSeparation) (_found[0], _sees[0]) = (0, 1);
    }

    /// <summary>One step up the likelihood; returns the mean negative logarithm of it.</summary>
    /// <param name="step">Number of this step.</param>
    /// <param name="rows">[B] a draw from all training rows; overwritten.</param>
    /// <param name="rate">Learning rate.</param>
    public double Step(int step, int[] rows, float rate)
    {
        Look(step);
        int terminals = TerminalsOf(rows.Length);
        _terminalSampler.Draw(_terminals, terminals, (uint)step).CopyTo(rows, 0);
        if (_found[0] > 0) _doubtfulSampler.Draw(_doubtful, DoubtfulOf(rows.Length), (uint)step).CopyTo(rows, terminals);
        double loss = AddGradient(rows);
        _learner.Descend(rate);
        return loss;
    }

    /// <summary>Says what a logit means, by all rows as they came.</summary>
    public void Finish() => _member.TerminalCalibration = LogitCalibration.Fit([.. Answers(_split.Training), .. Answers(_split.HeldOut)]);

    private int StepOfSeparation => _layout.Options.HeadSteps * 2 / 5;

    // Weights of inputs that are zero have no gradient: they stay zero until the condition is shown.
    private void IgnoreCondition(Mlp<float> net)
    {
        Span<float> weights = net.Weights(0);
        for (int unit = 0; unit < net.Shape.LayerOutputs(0); unit++)
            for (int i = 0; i < _layout.Encoder.ConditionFeatures; i++) weights[net.WeightIndex(0, unit, i)] = 0;
        net.ParametersChanged();
    }

    private void FindDoubtful()
    {
        (float Logit, bool IsTerminal)[] answers = Answers(_split.Training);
        int[] found = [.. Enumerable.Range(0, answers.Length).Where(i => !answers[i].IsTerminal).OrderByDescending(i => answers[i].Logit).Take(_doubtful.Length)];
        for (int i = 0; i < found.Length; i++) _doubtful[i] = _split.Training[found[i]];
        _found[0] = found.Length;
    }

    private double Separation()
    {
        (float Logit, bool IsTerminal)[] answers = Answers(_split.Training);
        var calibration = LogitCalibration.Fit(answers);
        int hits = answers.Count(a => a.IsTerminal && calibration.Probability(a.Logit) > 0.5), mistakes = answers.Count(a => a.IsTerminal != calibration.Probability(a.Logit) > 0.5);
        return 2.0 * hits / (2 * hits + mistakes);
    }

    private double AddGradient(int[] rows)
    {
        Write(_pass, rows);
        double loss = 0;
        for (int i = 0; i < rows.Length;)
        {
            int end = _pass.Forward(i, rows.Length);
            for (; i < end; i++)
            {
                double logit = _pass.Output[i * _pass.OutputStride], p = Logistic.Probability(logit);
                bool terminal = _data.Endings[rows[i]] == Ending.Terminal;
                loss += Logistic.Loss(logit, terminal) / rows.Length;
                _pass.OutputGradient[i * _pass.OutputStride] = (float)((p - (terminal ? 1 : 0)) / rows.Length);
            }

            _pass.Backward(_learner.Gradient);
        }

        return loss;
    }

    private (float Logit, bool IsTerminal)[] Answers(int[] rows)
    {
        var answers = new List<(float, bool)>(rows.Length);
        foreach (int[] chunk in rows.Chunk(_averagePass.Capacity))
        {
            Write(_averagePass, chunk);
            _averagePass.Infer(chunk.Length);
            for (int i = 0; i < chunk.Length; i++) answers.Add((_averagePass.Output[i * _averagePass.OutputStride], _data.Endings[chunk[i]] == Ending.Terminal));
        }

        return [.. answers];
    }

    private void Write(MlpPass<float> pass, int[] rows)
    {
        for (int i = 0; i < rows.Length; i++)
        {
            Span<float> input = pass.Input.Slice(i * pass.InputStride, pass.InputStride);
            if (SeesCondition) _layout.Encoder.WriteCondition(_data.State(rows[i]), _data.Actions[rows[i]], input);
            else input[.._layout.Encoder.ConditionFeatures].Clear();
            _layout.Encoder.WriteState(_data.NextState(rows[i]), input[_layout.Encoder.ConditionFeatures..]);
        }
    }
}
