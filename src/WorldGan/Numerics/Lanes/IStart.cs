using System.Runtime.CompilerServices;

namespace WorldGan.Numerics.Lanes;

/// <summary>How a tile reads what its chains start from.</summary>
internal interface IStart
{
    static abstract L Load<L>(ref float from, nint offset)
        where L : struct, ILanes<L>;
}

/// <summary>A number for each column.</summary>
internal readonly struct StartOfColumns : IStart
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Load<L>(ref float from, nint offset)
        where L : struct, ILanes<L> => L.Load(ref from, offset);
}

/// <summary>One number for all columns of a row.</summary>
internal readonly struct StartOfRow : IStart
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Load<L>(ref float from, nint offset)
        where L : struct, ILanes<L> => L.All(Unsafe.Add(ref from, offset));
}
