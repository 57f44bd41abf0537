using System.Numerics;

namespace WorldGan.Logs.Compression;

/// <summary>Codes of literals, the shorter the more frequent (RFC 8878, section 4.2).</summary>
internal sealed class HuffmanTable
{
    private const int MostBits = 11, MostSymbols = 256;

    private readonly byte[] _symbols;
    private readonly byte[] _lengths;
    private readonly int _bits;

    /// <param name="weights">Of each symbol but the last, whose weight makes the codes complete; 0 where a symbol does not occur.</param>
    private HuffmanTable(ReadOnlySpan<byte> weights)
    {
        int sum = 0;
        foreach (byte weight in weights) sum += weight == 0 ? 0 : 1 << weight - 1;
        if (sum == 0) throw new InvalidDataException("a table has no symbols");
        _bits = BitOperations.Log2((uint)sum) + 1;
        int last = (1 << _bits) - sum;
        if (_bits > MostBits || !BitOperations.IsPow2(last)) throw new InvalidDataException("the codes of a table are not complete");

        (_symbols, _lengths) = (new byte[1 << _bits], new byte[1 << _bits]);
        int lastWeight = BitOperations.Log2((uint)last) + 1, position = 0;
        for (int weight = 1; weight <= _bits; weight++)
            for (int symbol = 0; symbol <= weights.Length; symbol++)
                if ((symbol == weights.Length ? lastWeight : weights[symbol]) == weight) Add((byte)symbol, weight, ref position);
    }

    public static HuffmanTable Read(ref PackedBytes input)
    {
        Span<byte> weights = stackalloc byte[MostSymbols];
        int header = input.Byte();
        int count = header >= 128 ? ReadPlain(input.Take((header - 127 + 1) / 2), weights[..(header - 127)]) : ReadPacked(input.Take(header), weights);
        return new HuffmanTable(weights[..count]);
    }

    /// <summary>Decodes a stream that holds exactly as many symbols as there is room for.</summary>
    public void Decode(ReadOnlySpan<byte> stream, Span<byte> symbols)
    {
        var bits = new BackwardBits(stream);
        for (int i = 0; i < symbols.Length; i++)
        {
            uint code = bits.Peek(_bits);
            symbols[i] = _symbols[code];
            bits.Skip(_lengths[code]);
        }

        bits.ExpectEnd();
    }

    private void Add(byte symbol, int weight, ref int position)
    {
        int codes = 1 << weight - 1;
        _symbols.AsSpan(position, codes).Fill(symbol);
        _lengths.AsSpan(position, codes).Fill((byte)(_bits + 1 - weight));
        position += codes;
    }

    private static int ReadPlain(ReadOnlySpan<byte> packed, Span<byte> weights)
    {
        for (int i = 0; i < weights.Length; i++) weights[i] = (byte)(i % 2 == 0 ? packed[i / 2] >> 4 : packed[i / 2] & 15);
        return weights.Length;
    }

    /// <summary>Two states take turns, until the bits no longer suffice for the next one.</summary>
    private static int ReadPacked(ReadOnlySpan<byte> packed, Span<byte> weights)
    {
        const int MostAccuracy = 6;
        var input = new PackedBytes(packed);
        FseTable table = FseTable.Read(ref input, MostAccuracy, MostSymbols - 1);
        var bits = new BackwardBits(input.Rest);
        int state = table.Begin(ref bits), other = table.Begin(ref bits), count = 0;
        while (true)
        {
            if (count > MostSymbols - 3) throw new InvalidDataException("a table has too many symbols");
            weights[count++] = WeightOf(table, state);
            if (bits.Left < table.Width(state))
            {
                weights[count++] = WeightOf(table, other);
                return count;
            }

            (state, other) = (other, table.Next(state, ref bits));
        }
    }

    private static byte WeightOf(FseTable table, int state) =>
        table.Symbol(state) is var weight and <= MostBits + 1 ? (byte)weight : throw new InvalidDataException("a weight is too large");
}
