using WorldGan.Datasets;
using WorldGan.Numerics;

namespace WorldGan.WorldModel;

/// <summary>
/// Learns one category or flag of the next state, given state, action and those drawn before it, by maximum likelihood. As each is learned given the others, the
/// likelihood of all together is the product. The weights that are kept are those that held-out rows liked best.
/// </summary>
internal sealed class ClassTrainer
{
    private const float Averaging = 0.99f;

    private readonly WorldModelLayout _layout;
    private readonly TransitionSet _data;
    private readonly int[] _heldOut;
    private readonly ClassVariable _variable;
    private readonly Mlp<float> _average;                  // the member's
    private readonly Learner _learner;
    private readonly MlpPass<float> _pass, _averagePass;
    private readonly float[] _best, _condition;
    private readonly double[] _probabilities;              // [classes] of one row
    private readonly double[] _progress = [double.PositiveInfinity]; // best held-out loss

    public ClassTrainer(WorldModelLayout layout, WorldModelMember member, TransitionSet data, EpisodeSplit split, int k, ulong seed)
    {
        (_layout, _data, _heldOut, _variable, _average) = (layout, data, split.HeldOut, layout.Classes[k], member.ClassHeads[k]);
        _learner = new Learner(layout.ClassHeads[k], new RandomStream(seed, RandomPurpose.Weights, 5, (uint)k), _average, Averaging);
        (_pass, _averagePass) = (new MlpPass<float>(_learner.Net, layout.Options.BatchSize), new MlpPass<float>(_average, layout.Options.BatchSize));
        (_best, _condition, _probabilities) = ([.. _average.Parameters], new float[layout.Condition], new double[_variable.Classes]);
    }

    /// <summary>Everything that must be saved to go on with the same bits.</summary>
    public IEnumerable<(string Name, Array Values)> State => [("best", _best), ("progress", _progress), .. _learner.State];

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
                loss += Loss(_pass, row, seen) / rows.Length;
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
        foreach (int[] rows in _heldOut.Chunk(_averagePass.Capacity))
        {
            WriteConditions(_averagePass, rows);
            _averagePass.Infer(rows.Length);
            for (int row = 0; row < rows.Length; row++) loss += Loss(_averagePass, row, Seen(rows[row]));
        }

        if (!(loss < _progress[0])) return;
        _progress[0] = loss;
        _average.Parameters.CopyTo(_best, 0);
    }

    /// <summary>Leaves the best weights in the member.</summary>
    public void Finish()
    {
        _best.CopyTo(_average.Parameters, 0);
        _average.ParametersChanged();
    }

    private int Seen(int row) => (int)_data.NextState(row)[_variable.Index];

    // Leaves the probabilities of a row.
    private double Loss(MlpPass<float> pass, int row, int seen)
    {
        Logistic.Softmax(pass.Output.Slice(row * pass.OutputStride, _variable.Classes), _probabilities);
        return -ExactMath.Log(Math.Max(_probabilities[seen], 1e-12));
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
