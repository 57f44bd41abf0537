using System.Numerics;
using System.Runtime.InteropServices;

namespace WorldGan.Numerics;

/// <summary>Small loops over whole arrays, element by element, so that vectors change no bit.</summary>
internal static class VectorMath
{
    /// <summary>sum += x.</summary>
    public static void Add<T>(ReadOnlySpan<T> x, Span<T> sum)
        where T : unmanaged, INumber<T>
    {
        ReadOnlySpan<Vector<T>> xs = MemoryMarshal.Cast<T, Vector<T>>(x);
        Span<Vector<T>> sums = MemoryMarshal.Cast<T, Vector<T>>(sum);
        for (int i = 0; i < xs.Length; i++) sums[i] += xs[i];
        for (int i = xs.Length * Vector<T>.Count; i < x.Length; i++) sum[i] += x[i];
    }

    /// <summary>into = into ⊙ x.</summary>
    public static void Multiply<T>(ReadOnlySpan<T> x, Span<T> into)
        where T : unmanaged, INumber<T>
    {
        ReadOnlySpan<Vector<T>> xs = MemoryMarshal.Cast<T, Vector<T>>(x);
        Span<Vector<T>> intos = MemoryMarshal.Cast<T, Vector<T>>(into);
        for (int i = 0; i < xs.Length; i++) intos[i] *= xs[i];
        for (int i = xs.Length * Vector<T>.Count; i < x.Length; i++) into[i] *= x[i];
    }

    /// <summary>x into [-limit, limit]; a NaN stays.</summary>
    public static void Clamp(Span<float> x, float limit)
    {
        foreach (ref float value in x) value = Math.Clamp(value, -limit, limit);
    }

    /// <summary>average = decay · average + (1 - decay) · x: the exponentially averaged weights.</summary>
    public static void Average(ReadOnlySpan<float> x, Span<float> average, float decay)
    {
        ReadOnlySpan<Vector<float>> xs = MemoryMarshal.Cast<float, Vector<float>>(x);
        Span<Vector<float>> averages = MemoryMarshal.Cast<float, Vector<float>>(average);
        Vector<float> rate = new(1 - decay);
        for (int i = 0; i < xs.Length; i++) averages[i] = Vector.FusedMultiplyAdd(rate, xs[i] - averages[i], averages[i]);
        for (int i = xs.Length * Vector<float>.Count; i < x.Length; i++) average[i] = MathF.FusedMultiplyAdd(1 - decay, x[i] - average[i], average[i]);
    }
}
