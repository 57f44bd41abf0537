namespace WorldGan.Logs.Compression;

/// <summary>What the codes of sequences stand for, and how their tables are given (RFC 8878, section 3.1.1.3.2).</summary>
internal static class SequenceCodes
{
    private static readonly (int Accuracy, int Most)[] Limits = [(9, 35), (8, 31), (9, 52)];         // literal lengths, distances, match lengths

    private static readonly FseTable[] Predefined =
    [
        new([4, 3, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2, 2, 3, 2, 1, 1, 1, 1, 1, -1, -1, -1, -1], 6),
        new([1, 1, 1, 1, 1, 1, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, -1, -1, -1, -1, -1], 5),
        new([1, 4, 3, 2, 2, 2, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, -1, -1, -1, -1, -1, -1, -1], 6),
    ];

    private static readonly int[] LiteralBits = [1, 1, 1, 1, 2, 2, 3, 3, 4, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16];      // from code 16 on
    private static readonly int[] LiteralBase = BasesOf(LiteralBits, 16);
    private static readonly int[] MatchBits = [1, 1, 1, 1, 2, 2, 3, 3, 4, 4, 5, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16];     // from code 32 on
    private static readonly int[] MatchBase = BasesOf(MatchBits, 35);

    public static int Literal(int code, ref BackwardBits bits) => code < 16 ? code : LiteralBase[code - 16] + (int)bits.Read(LiteralBits[code - 16]);

    public static int Match(int code, ref BackwardBits bits) => code < 32 ? code + 3 : MatchBase[code - 32] + (int)bits.Read(MatchBits[code - 32]);

    /// <summary>A table by its mode: predefined, of one symbol, given here, or the one of the block before.</summary>
    public static FseTable ReadTable(ref PackedBytes input, int mode, int which, FseTable? before)
    {
        switch (mode)
        {
            case 0: return Predefined[which];
            case 1:
                byte only = input.Byte();
                return only <= Limits[which].Most ? FseTable.OfOne(only) : throw new InvalidDataException("a code is too large");
            case 2: return FseTable.Read(ref input, Limits[which].Accuracy, Limits[which].Most);
            default: return before ?? throw new InvalidDataException("a block uses the table of one before, and there is none");
        }
    }

    /// <summary>Each code begins where the numbers of the one before end.</summary>
    private static int[] BasesOf(int[] bits, int first)
    {
        var bases = new int[bits.Length];
        for (int i = 0; i < bits.Length; first += 1 << bits[i++]) bases[i] = first;
        return bases;
    }
}
