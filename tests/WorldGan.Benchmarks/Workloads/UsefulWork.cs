using WorldGan.Numerics;

namespace WorldGan.Benchmarks.Workloads;

/// <summary>
/// Floating-point operations that the mathematics of a network needs for one row: two for each multiply-add of its matrices, nothing for
/// padding, activations, noise, optimisers and bookkeeping. A share of the peak counts these alone.
/// </summary>
internal static class UsefulWork
{
    /// <summary>Outputs from inputs; as much for the input gradient from the output's, and for the gradient of all weights.</summary>
    public static double Pass(MlpShape shape) => Enumerable.Range(0, shape.Layers).Sum(layer => Layer(shape, layer));

    /// <summary>The gradient of all weights: the chain back to the first layer's sums, and a product for each matrix.</summary>
    public static double Backward(MlpShape shape) => 2 * Pass(shape) - Layer(shape, 0);

    /// <summary>
    /// The gradient of a penalty on the free inputs' gradient of a critic without curvature and with one output: the input gradient, the chain forward but for the last
    /// two layers, and a product for each matrix but that of the last, which the one before tells.
    /// </summary>
    public static double Penalty(MlpShape shape)
    {
        double first = 2.0 * shape.Free * shape.Hidden, between = Pass(shape) - Layer(shape, 0) - Layer(shape, shape.Layers - 1), output = Layer(shape, shape.Layers - 1);
        return 3 * (first + between) + output - Layer(shape, shape.Layers - 2);
    }

    private static double Layer(MlpShape shape, int layer) => 2.0 * shape.LayerInputs(layer) * shape.LayerOutputs(layer);
}
