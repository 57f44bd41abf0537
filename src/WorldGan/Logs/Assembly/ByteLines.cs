namespace WorldGan.Logs.Assembly;

/// <summary>Reads a text file line by line as UTF-8 bytes, without line ends and byte order mark.</summary>
/// <param name="stream">The file, read forward only.</param>
/// <param name="path">Its path, for reports.</param>
/// <param name="quotes">Whether a line end between double quotes belongs to the line, as in csv.</param>
internal sealed class ByteLines(Stream stream, string path, bool quotes)
{
    /// <summary>Longest line in bytes: a file without line ends is refused instead of being read into memory.</summary>
    public const int MaxLine = 16 << 20;

    private byte[] _buffer = new byte[1 << 16];
    private int _start, _end;
    private bool _atEnd;
    private long _nextLine = 1;

    /// <summary>The line last read, valid until the next one is.</summary>
    public ReadOnlyMemory<byte> Line { get; private set; }

    /// <summary>Its place.</summary>
    public LogPlace Place { get; private set; }

    /// <summary>Whether the file ended before the line did: it may be torn.</summary>
    public bool IsUnfinished { get; private set; }

    /// <summary>Reads the next line that is not blank; false at the end of the file.</summary>
    /// <exception cref="LogFormatException">A line is too long, the file is in UTF-16, or a quote is not closed and takes in further lines.</exception>
    public bool TryRead()
    {
        while (TryReadAny())
            if (Line.Span.ContainsAnyExcept(" \t"u8)) return true;
        return false;
    }

    private bool TryReadAny()
    {
        Place = new LogPlace(path, Line: _nextLine);
        int length = 0, open = 0;
        while (true)
        {
            int found = _buffer.AsSpan(_start + length, _end - _start - length).IndexOf((byte)'\n');
            int scanned = found < 0 ? _end - _start - length : found;
            if (quotes) open ^= _buffer.AsSpan(_start + length, scanned).Count((byte)'"') & 1;
            length += scanned;
            if (found >= 0)
            {
                _nextLine++;
                if (open == 0) return Take(length, unfinished: false);
                length++;                                           // the line end is part of a quoted field
            }
            else if (!Fill())
            {
                if (open != 0 && _nextLine > Place.Line) throw new LogFormatException(Place, "expected a closing quote, got the end of the file.");
                return length > 0 && Take(length, unfinished: true);
            }
        }
    }

    private bool Take(int length, bool unfinished)
    {
        ReadOnlyMemory<byte> line = _buffer.AsMemory(_start, length);
        if (Place.Line == 1 && (line.Span.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || line.Span.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]))) throw new LogFormatException(Place, "expected text in UTF-8, got UTF-16.");
        if (Place.Line == 1 && line.Span.StartsWith("\uFEFF"u8)) line = line[3..];
        line = line[..line.Span.TrimEnd((byte)'\r').Length];         // several where a writer of text turned \r\n into \r\r\n
        _start = Math.Min(_end, _start + length + 1);
        Line = line;
        IsUnfinished = unfinished;
        return true;
    }

    private bool Fill()
    {
        if (_atEnd) return false;
        if (_end - _start > MaxLine) throw new LogFormatException(Place, $"expected lines of at most {MaxLine} bytes, got a longer one.");
        _buffer.AsSpan(_start.._end).CopyTo(_buffer);
        (_start, _end) = (0, _end - _start);
        if (_end == _buffer.Length) Array.Resize(ref _buffer, 2 * _buffer.Length);
        int count = stream.Read(_buffer, _end, _buffer.Length - _end);
        _atEnd = count == 0;
        _end += count;
        return !_atEnd;
    }
}
