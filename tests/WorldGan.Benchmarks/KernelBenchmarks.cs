using BenchmarkDotNet.Attributes;
using WorldGan.Numerics;

namespace WorldGan.Benchmarks;

/// <summary>The kernels that all training and all rollouts stand on, at the sizes of the default settings.</summary>
public class KernelBenchmarks
{
    private const int Rows = 256, Width = 128;

    private readonly float[] _left = Filled(Rows * Width), _right = Filled(Width * Width), _into = new float[Rows * Width], _gradient;
    private readonly MlpPass<float> _pass;

    public KernelBenchmarks()
    {
        var net = new Mlp<float>(new MlpShape(16, Width, 2, 1, Activation.Silu));
        net.Initialize(new RandomStream(0, RandomPurpose.Weights));
        _gradient = new float[net.Parameters.Length];
        _pass = new MlpPass<float>(net, Rows);
        Filled(_pass.Input.Length).CopyTo(_pass.Input, 0);
    }

    /// <summary>[256, 128] times [128, 128].</summary>
    [Benchmark]
    public void MatrixProduct() => MatMul.Run(
        new LeftFactor<float>(_left, Width, 1), new PanelMatrix<float>(_right, Panels.Width, Width * Panels.Width),
        new PanelMatrix<float>(_into, Width, Panels.Width), [], Rows, Width, Width);

    /// <summary>256 rows through 16 - 128 - 128 - 1.</summary>
    [Benchmark(Baseline = true)]
    public void Forward() => _pass.Forward(Rows);

    [Benchmark]
    public void ForwardAndBackward()
    {
        _pass.Forward(Rows);
        for (int row = 0; row < Rows; row++) _pass.OutputGradient[row * _pass.OutputStride] = 1f / Rows;
        _pass.Backward(_gradient);
    }

    /// <summary>The gradient of a gradient: what the critic's penalty costs on top.</summary>
    [Benchmark]
    public void ForwardAndPenalty()
    {
        _pass.Forward(Rows);
        _pass.ScalarInputGradient();
        _pass.AddPenaltyGradient(_gradient);
    }

    private static float[] Filled(int count) => [.. Enumerable.Range(0, count).Select(i => (i * 7919 % 1000 - 500) / 500f)];
}
