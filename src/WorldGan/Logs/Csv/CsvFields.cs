namespace WorldGan.Logs.Csv;

/// <summary>Splits a line into its fields (RFC 4180: a field may stand in double quotes, a quote in it is doubled).</summary>
internal sealed class CsvFields
{
    private ReadOnlyMemory<byte> _text;
    private (int Start, int Length)[] _fields = new (int, int)[16];

    public int Count { get; private set; }

    /// <summary>A field's bytes, without quotes and without the blanks around an unquoted field.</summary>
    public ReadOnlySpan<byte> this[int index] => _text.Span.Slice(_fields[index].Start, _fields[index].Length);

    public void Split(ReadOnlyMemory<byte> line, byte delimiter)
    {
        Count = 0;
        if (line.Span.Contains((byte)'"')) SplitQuoted(line.Span, delimiter);
        else SplitPlain(line, delimiter);
    }

    private void SplitPlain(ReadOnlyMemory<byte> line, byte delimiter)
    {
        _text = line;
        ReadOnlySpan<byte> text = line.Span;
        for (int start = 0; ;)
        {
            int length = text[start..].IndexOf(delimiter);
            bool last = length < 0;
            if (last) length = text.Length - start;
            AddTrimmed(text, start, length);
            if (last) return;
            start += length + 1;
        }
    }

    /// <summary>Copies the fields without their quotes and points at the copies.</summary>
    private void SplitQuoted(ReadOnlySpan<byte> line, byte delimiter)
    {
        var copy = new byte[line.Length];
        _text = copy;
        int used = 0, start = 0;
        bool quoted = false, wasQuoted = false;
        for (int i = 0; i <= line.Length; i++)
        {
            if (i == line.Length || (!quoted && line[i] == delimiter))
            {
                if (wasQuoted) Add(start, used - start);
                else AddTrimmed(copy, start, used - start);
                (start, wasQuoted) = (used, false);
            }
            else if (line[i] != '"')
            {
                if (quoted || !wasQuoted || !IsBlank(line[i])) copy[used++] = line[i];
            }
            else if (quoted && i + 1 < line.Length && line[i + 1] == '"')
            {
                copy[used++] = line[i++];
            }
            else if (quoted || wasQuoted || copy.AsSpan(start..used).IndexOfAnyExcept(" \t"u8) < 0)
            {
                if (!wasQuoted) used = start;                       // blanks before the quote
                quoted = !quoted;
                wasQuoted = true;
            }
            else
            {
                copy[used++] = line[i];                             // a quote in the middle of an unquoted field is itself
            }
        }
    }

    private void AddTrimmed(ReadOnlySpan<byte> text, int start, int length)
    {
        while (length > 0 && IsBlank(text[start])) (start, length) = (start + 1, length - 1);
        while (length > 0 && IsBlank(text[start + length - 1])) length--;
        Add(start, length);
    }

    private void Add(int start, int length)
    {
        if (Count == _fields.Length) Array.Resize(ref _fields, 2 * Count);
        _fields[Count++] = (start, length);
    }

    private static bool IsBlank(byte b) => b is (byte)' ' or (byte)'\t';
}
