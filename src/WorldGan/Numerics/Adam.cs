using System.Numerics;
using System.Runtime.InteropServices;

namespace WorldGan.Numerics;

/// <summary>Adam (arXiv:1412.6980, algorithm 1) over one flat array of parameters.</summary>
/// <param name="length">Number of parameters.</param>
/// <param name="beta1">Decay of the first moment.</param>
/// <param name="beta2">Decay of the second moment.</param>
internal sealed class Adam(int length, float beta1 = 0.9f, float beta2 = 0.999f)
{
    private const float Epsilon = 1e-8f;

    private readonly float[] _first = new float[length];
    private readonly float[] _second = new float[length];
    private readonly double[] _decays = [1, 1];              // β₁^t and β₂^t

    /// <summary>Everything that must be saved to go on with the same bits.</summary>
    public IEnumerable<(string Name, Array Values)> State => [("first", _first), ("second", _second), ("decays", _decays)];

    /// <summary>Moves the parameters down the gradient and clears the gradient.</summary>
    public void Step(Span<float> parameters, Span<float> gradient, float learningRate)
    {
        _decays[0] *= beta1;
        _decays[1] *= beta2;
        float step = (float)(learningRate / (1 - _decays[0])), correction = (float)(1 / (1 - _decays[1]));
        int vectors = parameters.Length / Vector<float>.Count * Vector<float>.Count;
        Span<Vector<float>> ps = MemoryMarshal.Cast<float, Vector<float>>(parameters), gs = MemoryMarshal.Cast<float, Vector<float>>(gradient);
        Span<Vector<float>> ms = MemoryMarshal.Cast<float, Vector<float>>(_first.AsSpan()), vs = MemoryMarshal.Cast<float, Vector<float>>(_second.AsSpan());
        Vector<float> b1 = new(1 - beta1), b2 = new(1 - beta2), c = new(correction), e = new(Epsilon), rate = new(-step);
        for (int i = 0; i < ps.Length; i++)
        {
            Vector<float> g = gs[i];
            Vector<float> m = ms[i] = Vector.FusedMultiplyAdd(b1, g - ms[i], ms[i]);
            Vector<float> v = vs[i] = Vector.FusedMultiplyAdd(b2, g * g - vs[i], vs[i]);
            ps[i] = Vector.FusedMultiplyAdd(rate, m / (Vector.SquareRoot(v * c) + e), ps[i]);
        }

        for (int i = vectors; i < parameters.Length; i++)
        {
            float g = gradient[i];
            float m = _first[i] = MathF.FusedMultiplyAdd(1 - beta1, g - _first[i], _first[i]);
            float v = _second[i] = MathF.FusedMultiplyAdd(1 - beta2, g * g - _second[i], _second[i]);
            parameters[i] = MathF.FusedMultiplyAdd(-step, m / (MathF.Sqrt(v * correction) + Epsilon), parameters[i]);
        }

        gradient.Clear();
    }
}
