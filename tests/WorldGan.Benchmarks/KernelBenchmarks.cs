using BenchmarkDotNet.Attributes;
using WorldGan.Numerics;

namespace WorldGan.Benchmarks;

/// <summary>The kernels that all training and all rollouts stand on.</summary>
[MemoryDiagnoser]
public class KernelBenchmarks
{
    private const int Rows = 256;

    private float[] _left = [], _right = [], _into = [], _gradient = [];
    private MlpPass<float> _pass = null!;
    private MlpInference _inference = null!;

    /// <summary>H, a multiple of the panels.</summary>
    [Params(32, 64, 128, 256)]
    public int Width { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        (_left, _right, _into) = (Filled(Rows * Width), Filled(Width * Width), new float[Rows * Width]);
        var net = new Mlp<float>(new MlpShape(16, Width, 2, 1, Activation.Silu));
        net.Initialize(new RandomStream(0, RandomPurpose.Weights));
        _gradient = new float[net.Parameters.Length];
        _pass = new MlpPass<float>(net, Rows);
        Filled(_pass.Input.Length).CopyTo(_pass.Input);
        var input = new Columns(16, Rows);
        Filled(input.All.Length).CopyTo(input.All);
        _inference = new MlpInference(net, input);
        _pass.Forward(0, Rows);                            // makes the buffers of gradients
    }

    /// <summary>[256, H] times [H, H].</summary>
    [Benchmark]
    public void MatrixProduct() => MatMul.Run(new MatrixProduct<float>
    {
        Left = new(_left, Width, 1),
        Right = new(_right, Panels.Width, Width * Panels.Width),
        Result = new(_into, Width, Panels.Width),
        Rows = Rows,
        Inner = Width,
        Columns = Width,
    });

    /// <summary>256 rows through 16 - H - H - 1, as rollouts do.</summary>
    [Benchmark(Baseline = true)]
    public void Infer() => _inference.Run(Rows);

    [Benchmark]
    public void ForwardAndBackward()
    {
        for (int row = 0; row < Rows;)
        {
            int end = _pass.Forward(row, Rows);
            for (; row < end; row++) _pass.OutputGradient[row * _pass.OutputStride] = 1f / Rows;
            _pass.Backward(_gradient);
        }
    }

    /// <summary>The gradient of a gradient: what the critic's penalty costs on top.</summary>
    [Benchmark]
    public void ForwardAndPenalty()
    {
        for (int row = 0; row < Rows;)
        {
            row = _pass.Forward(row, Rows);
            _pass.ScalarInputGradient();
            _pass.AddPenaltyGradient(_gradient);
        }

        _pass.EndPenaltyGradient(_gradient);
    }

    private static float[] Filled(int count) => [.. Enumerable.Range(0, count).Select(i => (i * 7919 % 1000 - 500) / 500f)];
}
