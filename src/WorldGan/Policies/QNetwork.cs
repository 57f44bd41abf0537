namespace WorldGan.Policies;

/// <summary>
/// The dueling head (arXiv:1511.06581, equation 9): of 1 + A outputs the first is the value of the state, the others the advantages of the actions,
/// and Q(s, a) = V(s) + A(s, a) - mean of A(s, ·).
/// </summary>
internal static class QNetwork
{
    /// <summary>Writes Q of every action.</summary>
    /// <param name="output">[1 + A] the network's output.</param>
    /// <param name="values">[A] written.</param>
    public static void Values(ReadOnlySpan<float> output, Span<float> values)
    {
        float mean = 0;
        for (int a = 0; a < values.Length; a++) mean += output[1 + a];
        mean /= values.Length;
        for (int a = 0; a < values.Length; a++) values[a] = output[0] + output[1 + a] - mean;
    }

    /// <summary>Writes ∂loss/∂output, given ∂loss/∂Q of one action.</summary>
    /// <param name="action">The action.</param>
    /// <param name="slope">∂loss/∂Q(s, action).</param>
    /// <param name="gradient">[1 + A] written.</param>
    public static void Gradient(int action, float slope, Span<float> gradient)
    {
        gradient[0] = slope;
        for (int a = 1; a < gradient.Length; a++) gradient[a] = -slope / (gradient.Length - 1);
        gradient[1 + action] += slope;
    }

    /// <summary>The first of the highest values.</summary>
    public static int Best(ReadOnlySpan<float> values)
    {
        int best = 0;
        for (int a = 1; a < values.Length; a++)
            if (values[a] > values[best]) best = a;
        return best;
    }
}
