namespace WorldGan.WorldModel;

/// <summary>Ridge regression in closed form, in double precision: (XᵀX + λI)⁻¹ XᵀY by Cholesky's decomposition.</summary>
internal static class LinearFit
{
    /// <summary>Adds one row to the normal equations.</summary>
    /// <param name="x">[C] inputs.</param>
    /// <param name="y">[O] targets.</param>
    /// <param name="gram">[C, C] XᵀX; the lower half is summed.</param>
    /// <param name="moment">[C, O] XᵀY.</param>
    public static void Accumulate(ReadOnlySpan<float> x, ReadOnlySpan<double> y, double[] gram, double[] moment)
    {
        for (int i = 0; i < x.Length; i++)
        {
            for (int j = 0; j <= i; j++) gram[i * x.Length + j] += (double)x[i] * x[j];
            for (int o = 0; o < y.Length; o++) moment[i * y.Length + o] += x[i] * y[o];
        }
    }

    /// <summary>Solves for the weights; the arguments are overwritten.</summary>
    /// <returns>[C, O] weights.</returns>
    public static double[] Solve(double[] gram, double[] moment, int inputs, int outputs, double ridge)
    {
        for (int i = 0; i < inputs; i++) gram[i * inputs + i] += ridge;
        Decompose(gram, inputs);
        for (int o = 0; o < outputs; o++)
        {
            for (int i = 0; i < inputs; i++)
            {
                double sum = moment[i * outputs + o];
                for (int k = 0; k < i; k++) sum -= gram[i * inputs + k] * moment[k * outputs + o];
                moment[i * outputs + o] = sum / gram[i * inputs + i];
            }

            for (int i = inputs - 1; i >= 0; i--)
            {
                double sum = moment[i * outputs + o];
                for (int k = i + 1; k < inputs; k++) sum -= gram[k * inputs + i] * moment[k * outputs + o];
                moment[i * outputs + o] = sum / gram[i * inputs + i];
            }
        }

        return moment;
    }

    private static void Decompose(double[] gram, int size)
    {
        for (int i = 0; i < size; i++)
            for (int j = 0; j <= i; j++)
            {
                double sum = gram[i * size + j];
                for (int k = 0; k < j; k++) sum -= gram[i * size + k] * gram[j * size + k];
                gram[i * size + j] = i == j ? Math.Sqrt(Math.Max(sum, 1e-300)) : sum / gram[j * size + j];
            }
    }
}
