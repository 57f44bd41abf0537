using FsCheck;
using FsCheck.Xunit;
using WorldGan.Tests.Numerics;
using WorldGan.WorldModel;

namespace WorldGan.Tests.WorldModel;

public class LinearFitTests
{
    [Property]
    public void An_exact_linear_map_is_found(ulong seed, byte sizes)
    {
        int inputs = 1 + sizes % 6, outputs = 1 + sizes / 64, rows = 4 * inputs;
        double[] map = Draws.Normals(inputs * outputs, seed), found = Fit(rows, inputs, outputs, seed, 0, x => Times(x, map, outputs));
        for (int i = 0; i < map.Length; i++) Assert.Equal(map[i], found[i], 1e-5);
    }

    /// <summary>For one input the weight is Σ x y / (Σ x² + λ).</summary>
    [Property]
    public void The_ridge_of_one_input_has_a_closed_form(NormalFloat[] xs, PositiveInt ridge)
    {
        var gram = new double[1];
        var moment = new double[1];
        double square = ridge.Get, cross = 0;
        foreach (NormalFloat number in xs)
        {
            float x = (float)Math.IEEERemainder(number.Get, 100);
            LinearFit.Accumulate([x], [x * x - 3.0], gram, moment);
            square += (double)x * x;
            cross += x * (x * x - 3.0);
        }

        Assert.Equal(cross / square, LinearFit.Solve(gram, moment, 1, 1, ridge.Get)[0], 1e-9 * Math.Max(1, Math.Abs(cross / square)));
    }

    // At the solution the gradient of |Xw - y|² + λ|w|² is zero: Xᵀ(Xw - y) + λw = 0.
    [Property]
    public void At_the_ridge_solution_the_slope_is_zero(ulong seed)
    {
        const int Inputs = 5, Rows = 9;
        const double Ridge = 0.7;
        double[] w = Fit(Rows, Inputs, 1, seed, Ridge, x => [x[0] * x[1] + 1.0]);
        var slope = new double[Inputs];
        for (int row = 0; row < Rows; row++)
        {
            float[] x = Draws.Singles(Inputs, seed + (ulong)row + 1);
            double error = Times(x, w, 1)[0] - (x[0] * x[1] + 1.0);
            for (int i = 0; i < Inputs; i++) slope[i] += x[i] * error;
        }

        for (int i = 0; i < Inputs; i++) Assert.Equal(0, slope[i] + Ridge * w[i], 1e-10);
    }

    [Fact]
    public void Inputs_that_say_the_same_twice_share_the_weight()
    {
        var gram = new double[4];
        var moment = new double[2];
        for (int i = 1; i < 9; i++) LinearFit.Accumulate([i, i], [6.0 * i], gram, moment);
        double[] w = LinearFit.Solve(gram, moment, 2, 1, 1e-4);
        Assert.Equal(3, w[0], 1e-4);
        Assert.Equal(3, w[1], 1e-4);
    }

    private static double[] Fit(int rows, int inputs, int outputs, ulong seed, double ridge, Func<float[], double[]> target)
    {
        double[] gram = new double[inputs * inputs], moment = new double[inputs * outputs];
        for (int row = 0; row < rows; row++)
        {
            float[] x = Draws.Singles(inputs, seed + (ulong)row + 1);
            LinearFit.Accumulate(x, target(x), gram, moment);
        }

        return LinearFit.Solve(gram, moment, inputs, outputs, ridge);
    }

    private static double[] Times(float[] x, double[] map, int outputs) =>
        [.. Enumerable.Range(0, outputs).Select(o => Enumerable.Range(0, x.Length).Sum(i => x[i] * map[i * outputs + o]))];
}
