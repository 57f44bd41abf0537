using WorldGan.Datasets;
using WorldGan.Numerics;

namespace WorldGan.WorldModel.Classes;

/// <summary>
/// Learns one category or flag of the next state, given state, action and those drawn before it, by maximum likelihood. As each is learned given the others, the
/// likelihood of all together is the product. The weights that are kept are those that held-out rows liked best; how much counts add to them, held-out rows decide too.
/// </summary>
internal sealed class ClassTrainer
{
    private const float Averaging = 0.99f;
    private const double LeastProbability = 1e-12;         // so that a logarithm is finite
    private const double LeastStrength = 1.0 / 64, MostStrength = 4096; // in rows

    private readonly WorldModelLayout _layout;
    private readonly TransitionSet _data;
    private readonly EpisodeSplit _split;
    private readonly ulong _seed;
    private readonly ClassVariable _variable;
    private readonly ClassHead _head;                      // the member's
    private readonly Learner _learner;
    private readonly MlpPass<float> _pass, _averagePass;
    private readonly float[] _best, _condition;
    private readonly double[] _probabilities;              // [classes] of one row
    private readonly double[] _progress = [double.PositiveInfinity]; // best held-out loss

    public ClassTrainer(WorldModelLayout layout, WorldModelMember member, TransitionSet data, EpisodeSplit split, int k, ulong seed)
    {
        (_layout, _data, _split, _seed, _variable, _head) = (layout, data, split, seed, layout.Classes[k], member.ClassHeads[k]);
        _learner = new Learner(layout.ClassHeads[k], new RandomStream(seed, RandomPurpose.Weights, 5, (uint)k), _head.Net, Averaging);
        (_pass, _averagePass) = (new MlpPass<float>(_learner.Net, layout.Options.BatchSize), new MlpPass<float>(_head.Net, layout.Options.BatchSize));
        (_best, _condition, _probabilities) = ([.. _head.Net.Parameters], new float[layout.Condition], new double[_variable.Classes]);
    }

    /// <summary>Everything that must be saved to go on with the same bits.</summary>
    public IEnumerable<(string Name, Array Values)> State => [("best", _best), ("progress", _progress), .. _learner.State];

    /// <summary>The network, for whoever takes its steps elsewhere.</summary>
    public Learner Learner => _learner;

    public void Restored() => _learner.Restored();

    /// <summary>One step up the likelihood; returns the mean negative logarithm of it.</summary>
    public double Step(ReadOnlySpan<int> rows, float rate)
    {
        WriteConditions(_pass, rows);
        double loss = 0;
        for (int row = 0; row < rows.Length;)
        {
            int end = _pass.Forward(row, rows.Length);
            for (; row < end; row++)
            {
                int seen = Seen(rows[row]);
                loss -= ExactMath.Log(Probability(_pass, row, seen)) / rows.Length;
                Span<float> slopes = _pass.OutputGradient.Slice(row * _pass.OutputStride, _variable.Classes);
                for (int i = 0; i < slopes.Length; i++) slopes[i] = (float)((_probabilities[i] - (i == seen ? 1 : 0)) / rows.Length);
            }

            _pass.Backward(_learner.Gradient);
        }

        _learner.Descend(rate);
        return loss;
    }

    /// <summary>Compares the averaged weights with the best so far, on held-out rows.</summary>
    public void Check()
    {
        double loss = 0;
        ForEachHeldOut((_, probability) => loss -= ExactMath.Log(probability));
        if (!(loss < _progress[0])) return;
        _progress[0] = loss;
        _head.Net.Parameters.CopyTo(_best, 0);
    }

    /// <summary>
    /// Leaves the best weights in the member, and the counts with as much say as makes the held-out rows likeliest. Counted are episodes drawn with replacement: of members that count the same
    /// rows all are wrong alike about what is rare in them, and none says so.
    /// </summary>
    public void Finish()
    {
        _best.CopyTo(_head.Net.Parameters, 0);
        _head.Net.ParametersChanged();
        if (_head.Table is null) return;
        Array.Clear(_head.Counts);
        foreach (int row in _split.Bootstrap(_data, _seed).Training) CountsOf(row)[Seen(row)]++;
        _head.Strength[0] = LikeliestStrength();
    }

    // Half an octave apart: the likelihood is flat around its peak.
    private float LikeliestStrength()
    {
        var answers = new List<(double Seen, double All, double Probability)>();
        ForEachHeldOut((row, probability) => answers.Add((CountsOf(row)[Seen(row)], Sum(CountsOf(row)), probability)));
        (float likeliest, double least) = (0, answers.Sum(answer => -ExactMath.Log(answer.Probability)));
        for (double strength = LeastStrength; strength <= MostStrength; strength *= Math.Sqrt(2))
        {
            double loss = answers.Sum(answer => -ExactMath.Log((answer.Seen + strength * answer.Probability) / (answer.All + strength)));
            if (loss < least) (likeliest, least) = ((float)strength, loss);
        }

        return likeliest;
    }

    private static double Sum(ReadOnlySpan<float> counts)
    {
        double sum = 0;
        foreach (float count in counts) sum += count;
        return sum;
    }

    private Span<float> CountsOf(int row)
    {
        _layout.WriteCondition(_data, row, _condition);
        return _head.CountsOf(_condition);
    }

    // The network's probability of what was seen.
    private void ForEachHeldOut(Action<int, double> take)
    {
        foreach (int[] rows in _split.HeldOut.Chunk(_averagePass.Capacity))
        {
            WriteConditions(_averagePass, rows);
            _averagePass.Infer(rows.Length);
            for (int row = 0; row < rows.Length; row++) take(rows[row], Probability(_averagePass, row, Seen(rows[row])));
        }
    }

    private int Seen(int row) => (int)_data.NextState(row)[_variable.Index];

    // Leaves the probabilities of a row.
    private double Probability(MlpPass<float> pass, int row, int seen)
    {
        Logistic.Softmax(pass.Output.Slice(row * pass.OutputStride, _variable.Classes), _probabilities);
        return Math.Max(_probabilities[seen], LeastProbability);
    }

    private void WriteConditions(MlpPass<float> pass, ReadOnlySpan<int> rows)
    {
        for (int row = 0; row < rows.Length; row++)
        {
            _layout.WriteCondition(_data, rows[row], _condition);
            _condition.AsSpan(0, _learner.Net.Shape.Inputs).CopyTo(pass.Input[(row * pass.InputStride)..]);
        }
    }
}
