using System.Numerics;

namespace WorldGan.Logs.Compression;

/// <summary>Finite state entropy: each state has a symbol, and says which bits lead to the next state (RFC 8878, section 4.1).</summary>
internal sealed class FseTable
{
    private readonly byte[] _symbols;
    private readonly byte[] _bits;
    private readonly ushort[] _bases;
    private readonly int _accuracy;

    /// <param name="shares">How many states each symbol has; -1 for less than one.</param>
    /// <param name="accuracy">Logarithm of the number of states.</param>
    public FseTable(ReadOnlySpan<short> shares, int accuracy)
    {
        _accuracy = accuracy;
        int size = 1 << accuracy, high = size - 1, step = (size >> 1) + (size >> 3) + 3, position = 0;
        (_symbols, _bits, _bases) = (new byte[size], new byte[size], new ushort[size]);
        var next = new int[shares.Length];
        for (int symbol = 0; symbol < shares.Length; symbol++)
        {
            next[symbol] = Math.Abs((int)shares[symbol]);
            if (shares[symbol] < 0) _symbols[high--] = (byte)symbol;
        }

        for (int symbol = 0; symbol < shares.Length; symbol++)
        {
            for (int i = 0; i < shares[symbol]; i++)
            {
                _symbols[position] = (byte)symbol;
                do position = position + step & size - 1;
                while (position > high);
            }
        }

        for (int state = 0; state < size; state++)
        {
            int from = next[_symbols[state]]++;
            _bits[state] = (byte)(accuracy - BitOperations.Log2((uint)from));
            _bases[state] = (ushort)((from << _bits[state]) - size);
        }
    }

    public static FseTable OfOne(byte symbol)
    {
        var shares = new short[symbol + 1];
        shares[symbol] = 1;
        return new FseTable(shares, 0);
    }

    /// <summary>Reads the shares of symbols; they stand in as few bits as what is left allows.</summary>
    public static FseTable Read(ref PackedBytes input, int mostAccuracy, int mostSymbol)
    {
        var bits = new ForwardBits(input.Rest);
        int accuracy = 5 + bits.Read(4), left = 1 << accuracy, symbol = 0;
        if (accuracy > mostAccuracy) throw new InvalidDataException("a table is too large");
        Span<short> shares = stackalloc short[256];
        while (left > 0)
        {
            if (symbol > mostSymbol) throw new InvalidDataException("a table has too many symbols");
            int width = BitOperations.Log2((uint)left + 1), low = bits.Read(width), few = (1 << width + 1) - 2 - left;
            if (low >= few && bits.Read(1) == 1) low += (1 << width) - few;
            short share = shares[symbol++] = (short)(low - 1);
            left -= Math.Abs((int)share);
            for (int zeros = share == 0 ? 3 : 0; zeros == 3;)
            {
                zeros = bits.Read(2);
                symbol += zeros;
                if (symbol > mostSymbol + 1) throw new InvalidDataException("a table has too many symbols");
            }
        }

        if (left < 0) throw new InvalidDataException("the shares of a table are too large");
        input.Take(bits.BytesRead);
        return new FseTable(shares[..symbol], accuracy);
    }

    public int Begin(ref BackwardBits bits) => (int)bits.Read(_accuracy);

    public int Symbol(int state) => _symbols[state];

    /// <summary>Bits that lead on from a state.</summary>
    public int Width(int state) => _bits[state];

    public int Next(int state, ref BackwardBits bits) => _bases[state] + (int)bits.Read(_bits[state]);
}
