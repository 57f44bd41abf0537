namespace WorldGan.Logs.Compression;

/// <summary>The compressed blocks of a frame (RFC 8878, section 3.1.1.3): literals, and sequences that say how they and what was there before make up the content.</summary>
internal sealed class ZstandardBlocks(Unpacked output)
{
    private const int MostOfBlock = 1 << 17;

    private readonly byte[] _literals = new byte[MostOfBlock];
    private readonly int[] _distances = [1, 4, 8];         // the last three that were used
    private readonly FseTable?[] _tables = new FseTable?[3];
    private HuffmanTable? _huffman;

    public void Unpack(ReadOnlySpan<byte> block)
    {
        var input = new PackedBytes(block);
        ReadOnlySpan<byte> literals = ReadLiterals(ref input);
        int count = ReadCount(ref input);
        if (count == 0) output.Add(literals);
        else Execute(ref input, literals, count);
    }

    private ReadOnlySpan<byte> ReadLiterals(ref PackedBytes input)
    {
        byte first = input.Byte();
        int kind = first & 3, format = first >> 2 & 3;
        if (kind >= 2) return ReadHuffman(ref input, first, kind == 2, format);
        int size = format switch
        {
            1 => (first | input.Byte() << 8) >> 4,
            3 => (first | input.Byte() << 8 | input.Byte() << 16) >> 4,
            _ => first >> 3,
        };
        if (kind == 0) return input.Take(size);
        Span<byte> literals = Room(size);
        literals.Fill(input.Byte());
        return literals;
    }

    private Span<byte> Room(int size) => size <= MostOfBlock ? _literals.AsSpan(0, size) : throw new InvalidDataException("a block is too long");

    private ReadOnlySpan<byte> ReadHuffman(ref PackedBytes input, byte first, bool hasTable, int format)
    {
        int bits = format switch { 2 => 14, 3 => 18, _ => 10 };
        long header = first;
        for (int i = 1; i < (4 + 2 * bits + 7) / 8; i++) header |= (long)input.Byte() << 8 * i;
        int size = (int)(header >> 4) & (1 << bits) - 1, packed = (int)(header >> 4 + bits) & (1 << bits) - 1;
        var streams = new PackedBytes(input.Take(packed));
        if (hasTable) _huffman = HuffmanTable.Read(ref streams);
        HuffmanTable table = _huffman ?? throw new InvalidDataException("a block uses the codes of one before, and there is none");

        Span<byte> literals = Room(size);
        if (format == 0)
        {
            table.Decode(streams.Rest, literals);
            return literals;
        }

        int part = (size + 3) / 4;
        if (3 * part > size) throw new InvalidDataException("four streams hold too little");
        ReadOnlySpan<byte> jumps = streams.Take(6);
        for (int i = 0; i < 3; i++) table.Decode(streams.Take(jumps[2 * i] | jumps[2 * i + 1] << 8), literals.Slice(i * part, part));
        table.Decode(streams.Rest, literals[(3 * part)..]);
        return literals;
    }

    private static int ReadCount(ref PackedBytes input)
    {
        byte first = input.Byte();
        return first < 128 ? first
            : first < 255 ? (first - 128 << 8) + input.Byte()
            : input.Byte() + (input.Byte() << 8) + 0x7F00;
    }

    private void Execute(ref PackedBytes input, scoped ReadOnlySpan<byte> literals, int count)
    {
        byte modes = input.Byte();
        for (int i = 0; i < 3; i++) _tables[i] = SequenceCodes.ReadTable(ref input, modes >> 6 - 2 * i & 3, i, _tables[i]);
        (FseTable lengths, FseTable distances, FseTable matches) = (_tables[0]!, _tables[1]!, _tables[2]!);
        var bits = new BackwardBits(input.Rest);
        int length = lengths.Begin(ref bits), distance = distances.Begin(ref bits), match = matches.Begin(ref bits);
        for (int i = 0; i < count; i++)
        {
            int code = distances.Symbol(distance);
            if (code > 30) throw new InvalidDataException("a distance is too large");
            long value = (1L << code) + bits.Read(code);
            int repeated = SequenceCodes.Match(matches.Symbol(match), ref bits), literal = SequenceCodes.Literal(lengths.Symbol(length), ref bits);
            if (i < count - 1) (length, match, distance) = (lengths.Next(length, ref bits), matches.Next(match, ref bits), distances.Next(distance, ref bits));
            if (literal > literals.Length) throw new InvalidDataException("a block uses more literals than it has");
            output.Add(literals[..literal]);
            literals = literals[literal..];
            output.Repeat(DistanceOf(value, literal), repeated);
        }

        bits.ExpectEnd();
        output.Add(literals);
    }

    /// <summary>1 to 3 stand for the distances used last; after no literals for the ones behind them, since the last one would have made the match before longer (RFC 8878, section 3.1.1.5).</summary>
    private int DistanceOf(long value, int literals)
    {
        int place = value > 3 ? 3 : (int)value - 1 + (literals == 0 ? 1 : 0);
        long distance = value > 3 ? value - 3 : place < 3 ? _distances[place] : _distances[0] - 1;
        if (distance is <= 0 or > int.MaxValue) throw new InvalidDataException("a distance is out of range");
        if (place >= 2) _distances[2] = _distances[1];
        if (place >= 1) _distances[1] = _distances[0];
        return _distances[0] = (int)distance;
    }
}
