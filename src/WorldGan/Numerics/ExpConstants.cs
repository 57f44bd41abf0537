using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using WorldGan.Numerics.Lanes;

namespace WorldGan.Numerics;

/// <summary>
/// The constants of e^x in all lanes, read from memory before a loop: with 32 registers they stay there throughout, with 16 most of them do. Where the
/// compiler knows their numbers, it reads every one of them again for every vector.
/// </summary>
/// <typeparam name="N">The kind of number.</typeparam>
internal readonly struct ExpConstants<N>
    where N : struct, IArithmetic<N>
{
    /// <summary>What e^x is clamped to, and SiLU's sigmoid: beyond these the sum of exponents would leave the normal numbers.</summary>
    public readonly N Low, High, Edge;

    public readonly N One, Log2E, MinusLog2E;

    /// <summary>1.5 · 2^23: adding it leaves the nearest whole number in the low bits.</summary>
    public readonly N RoundingMagic;

    /// <summary>Coefficients of the polynomial of 2^r beside r^0, which is one.</summary>
    public readonly N P1, P2, P3, P4, P5;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ExpConstants(ref float table)
    {
        Low = N.All(table);
        High = N.All(Unsafe.Add(ref table, 1));
        Edge = N.All(Unsafe.Add(ref table, 2));
        One = N.All(Unsafe.Add(ref table, 3));
        Log2E = N.All(Unsafe.Add(ref table, 4));
        MinusLog2E = N.All(Unsafe.Add(ref table, 5));
        RoundingMagic = N.All(Unsafe.Add(ref table, 6));
        P1 = N.All(Unsafe.Add(ref table, 7));
        P2 = N.All(Unsafe.Add(ref table, 8));
        P3 = N.All(Unsafe.Add(ref table, 9));
        P4 = N.All(Unsafe.Add(ref table, 10));
        P5 = N.All(Unsafe.Add(ref table, 11));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ExpConstants<N> Read() => new(ref MemoryMarshal.GetArrayDataReference(ExpConstantsTable.Numbers));
}

/// <summary>Not a constant, so that the compiler does not know it.</summary>
file static class ExpConstantsTable
{
    public static readonly float[] Numbers =
    [
        -87f, 88f, 87f,                                    // low, high, edge
        1f, 1.44269504f, -1.44269504f, 12582912f,          // one, log₂ e and its opposite, 1.5 · 2^23
        0.693147004f, 0.240222424f, 0.0555073358f, 0.00967151299f, 0.00132647296f, // of r to r^5
    ];
}
