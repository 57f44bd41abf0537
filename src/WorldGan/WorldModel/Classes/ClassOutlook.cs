using WorldGan.Numerics;

namespace WorldGan.WorldModel.Classes;

/// <summary>
/// Which classes the next state can have, with their probabilities: every combination where there are at most <see cref="Most"/>, and otherwise so many of equal
/// weight that are drawn from all, one from each of so many stretches that are as likely. One instance serves one thread.
/// </summary>
internal sealed class ClassOutlook
{
    /// <summary>Most combinations; with seven flags there are as many.</summary>
    public const int Most = 128;

    private const ulong Seed = 0;                          // the same draws for every member: what they disagree on is to be what they learned

    private readonly WorldModelLayout _layout;
    private readonly ClassHead[] _heads;
    private readonly MlpPass<float>[] _passes;
    private readonly List<(int Row, int Class, double Probability)> _found = [];
    private readonly double[] _probabilities;              // [classes] of one variable and row
    private float[] _conditions, _longer;                  // [Most, C]
    private readonly double[] _weights = new double[Most];

    public ClassOutlook(WorldModelLayout layout, WorldModelMember member)
    {
        _layout = layout;
        _heads = member.ClassHeads;
        _passes = [.. _heads.Select(head => new MlpPass<float>(head.Net, Most))];
        _probabilities = new double[layout.Classes.Features];
        (_conditions, _longer) = (new float[Most * layout.Condition], new float[Most * layout.Condition]);
    }

    /// <summary>Combinations found.</summary>
    public int Count { get; private set; }

    /// <summary>The probability of a combination; together they are 1.</summary>
    public double Probability(int combination) => _weights[combination];

    /// <summary>[C] features of the state, the action and a combination.</summary>
    public ReadOnlySpan<float> Condition(int combination) => _conditions.AsSpan(combination * _layout.Condition, _layout.Condition);

    /// <summary>Finds the combinations that can follow.</summary>
    /// <param name="state">[S] state before the action.</param>
    /// <param name="action">Index of the action.</param>
    public void Look(ReadOnlySpan<float> state, int action)
    {
        _layout.Encoder.WriteCondition(state, action, _conditions);
        (Count, _weights[0]) = (1, 1);
        for (int k = 0; k < _heads.Length; k++)
        {
            Find(_layout.Classes[k], _heads[k], _passes[k]);
            if (_found.Count > Most) Thin(new RandomStream(Seed, RandomPurpose.Chance, (uint)k));
            Take(_layout.Classes[k]);
        }
    }

    private void Find(ClassVariable variable, ClassHead head, MlpPass<float> pass)
    {
        for (int row = 0; row < Count; row++) Condition(row)[..head.Net.Shape.Inputs].CopyTo(pass.Input[(row * pass.InputStride)..]);
        pass.Infer(Count);
        _found.Clear();
        for (int row = 0; row < Count; row++)
        {
            head.Probabilities(pass.Output.Slice(row * pass.OutputStride, variable.Classes), Condition(row), _probabilities);
            for (int i = 0; i < variable.Classes; i++) _found.Add((row, i, _weights[row] * _probabilities[i]));
        }
    }

    private void Thin(RandomStream random)
    {
        int kept = 0, stretch = 0;
        double sum = 0, place = random.NextDouble();
        for (int i = 0; i < _found.Count; i++)
        {
            int first = stretch;
            for (sum += _found[i].Probability; stretch < Most && (place < sum * Most || i == _found.Count - 1); place = ++stretch + random.NextDouble()) { }
            if (stretch > first) _found[kept++] = _found[i] with { Probability = (double)(stretch - first) / Most };
        }

        _found.RemoveRange(kept, _found.Count - kept);
    }

    private void Take(ClassVariable variable)
    {
        int seen = _layout.Encoder.ConditionFeatures + variable.Offset;
        for (int i = 0; i < _found.Count; i++)
        {
            Span<float> into = _longer.AsSpan(i * _layout.Condition, _layout.Condition);
            Condition(_found[i].Row)[..seen].CopyTo(into);
            into.Slice(seen, variable.Classes).Clear();
            into[seen + _found[i].Class] = 1;
        }

        for (int i = 0; i < _found.Count; i++) _weights[i] = _found[i].Probability;
        Count = _found.Count;
        (_conditions, _longer) = (_longer, _conditions);
    }
}
