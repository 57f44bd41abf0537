namespace WorldGan.Numerics;

/// <summary>
/// A seed of its own for each that draws under the same numbers as others: the members of an ensemble, a recording. Two of them are equal, or equal to
/// a seed that somebody chose, with a chance of one in 2⁶⁴.
/// </summary>
public static class DerivedSeed
{
    /// <summary>The same arguments give the same seed.</summary>
    /// <param name="seed">The seed that was chosen.</param>
    /// <param name="purpose">Whose seed it is to be.</param>
    /// <param name="index">Which one of them.</param>
    public static ulong Of(ulong seed, RandomPurpose purpose, int index = 0)
    {
        var random = new RandomStream(seed, purpose, (uint)index);
        return ((ulong)random.NextUInt32() << 32) | random.NextUInt32();
    }
}
