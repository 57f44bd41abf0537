using WorldGan.Worlds;

namespace WorldGan.WorldModel.Classes;

/// <summary>Numbers the conditions of a category or flag, where state and action are themselves categories and flags and few enough to be counted one by one.</summary>
internal sealed class ClassTable
{
    private const int MostNumbers = 1 << 16;               // of a table: beyond it most conditions were never seen, and files grow

    private readonly int[] _weights;

    private ClassTable(int[] weights, int conditions) => (_weights, Conditions) = (weights, conditions);

    /// <summary>[features] what a feature that is set adds to the number.</summary>
    public ReadOnlySpan<int> Weights => _weights;

    /// <summary>Number of conditions.</summary>
    public int Conditions { get; }

    /// <summary>The table of a variable; null where there can be none.</summary>
    public static ClassTable? Of(WorldModelLayout layout, ClassVariable variable)
    {
        if (layout.Continuous.Length > 0) return null;
        var weights = new int[layout.Encoder.ConditionFeatures + variable.Offset];
        long conditions = 1;
        for (int j = 0; j < layout.Spec.State.Count; j++)
            if (layout.Spec.State[j].Classes > 0 && !layout.Normalizer.IsConstant(j)) Count(layout.Spec.State[j].Classes, layout.Encoder.FirstFeature(j), isFlag: layout.Spec.State[j].Kind == VariableKind.Flag);
        Count(layout.Spec.Actions.Count, layout.Encoder.StateFeatures);
        foreach (ClassVariable before in layout.Classes.TakeWhile(before => before.Offset < variable.Offset)) Count(before.Classes, layout.Encoder.ConditionFeatures + before.Offset);
        return conditions * variable.Classes <= MostNumbers ? new ClassTable(weights, (int)conditions) : null;

        // One-hot, but for a flag of the state, which is one feature.
        void Count(int values, int feature, bool isFlag = false)
        {
            if (conditions > MostNumbers) return;
            for (int value = isFlag ? 1 : 0; value < values; value++) weights[feature++] = (int)conditions * value;
            conditions *= values;
        }
    }

    /// <summary>The number of a condition, from 0.</summary>
    /// <param name="features">[features] of state, action and the classes before the variable.</param>
    public int NumberOf(ReadOnlySpan<float> features)
    {
        int number = 0;
        for (int i = 0; i < _weights.Length; i++)
            if (features[i] > 0.5f) number += _weights[i];
        return number;
    }
}
