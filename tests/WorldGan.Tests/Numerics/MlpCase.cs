using WorldGan.Numerics;

namespace WorldGan.Tests.Numerics;

/// <summary>A small network in double precision with a batch at its input.</summary>
internal sealed class MlpCase
{
    /// <summary>Every activation with one to three hidden layers, below, at and above the width of a panel.</summary>
    public static TheoryData<Activation, int, int, int, int, int> All
    {
        get
        {
            var cases = new TheoryData<Activation, int, int, int, int, int>();
            foreach (Activation activation in Enum.GetValues<Activation>())
            {
                cases.Add(activation, 1, 1, 1, 1, 1);
                cases.Add(activation, 3, 5, 1, 2, 4);
                cases.Add(activation, 4, 16, 2, 17, 7);
                cases.Add(activation, 18, 17, 2, 3, 6);
                cases.Add(activation, 5, 6, 3, 1, 9);
            }

            return cases;
        }
    }

    public MlpCase(Activation activation, int inputs, int hidden, int hiddenLayers, int outputs, int rows, int given = 0)
    {
        Net = new Mlp<double>(new MlpShape(inputs, hidden, hiddenLayers, outputs, activation) { Given = given });
        Net.Initialize(new RandomStream(11, RandomPurpose.Weights));
        Pass = new MlpPass<double>(Net, rows + 2);
        Rows = rows;
        double[] numbers = Draws.Normals(rows * inputs, 12);
        for (int row = 0; row < rows; row++) numbers.AsSpan(row * inputs, inputs).CopyTo(Pass.Input[(row * Pass.InputStride)..]);
    }

    public Mlp<double> Net { get; }

    public MlpPass<double> Pass { get; }

    public int Rows { get; }

    /// <summary>At most 60 parameters, spread over all layers.</summary>
    public int[] SomePlaces
    {
        get
        {
            int[] all = [.. ReferenceMlp.Places(Net.Shape)];
            return [.. Enumerable.Range(0, Math.Min(60, all.Length)).Select(i => all[(int)((long)i * all.Length / Math.Min(60, all.Length))])];
        }
    }

    /// <summary>Slope of a function of this case when one parameter moves, by central differences.</summary>
    public double ParameterSlope(int place, Func<double> function) => Slope(Net.Parameters[place], function, value =>
    {
        Net.Parameters[place] = value;
        Net.ParametersChanged();
    });

    /// <summary>Slope of a function of this case when one input moves, by central differences.</summary>
    public double InputSlope(int place, Func<double> function) => Slope(Pass.Input[place], function, value => Pass.Input[place] = value);

    private static double Slope(double kept, Func<double> function, Action<double> set)
    {
        const double Step = 1e-5;
        double At(double value)
        {
            set(value);
            return function();
        }

        double slope = (At(kept + Step) - At(kept - Step)) / (2 * Step);
        At(kept);
        return slope;
    }
}
