using System.Text;

namespace WorldGan.Worlds.Json;

/// <summary>Turns rising byte offsets of a UTF-8 text into lines and columns, in one pass over the text.</summary>
internal ref struct LineCounter(ReadOnlySpan<byte> utf8)
{
    private readonly ReadOnlySpan<byte> _utf8 = utf8;
    private int _offset;
    private int _line = 1;
    private int _column = 1;

    /// <summary>The place of a byte that does not lie before the one asked for last.</summary>
    public Place At(long offset, string key)
    {
        var passed = _utf8[_offset..(int)offset];
        int lastBreak = passed.LastIndexOf((byte)'\n');
        if (lastBreak >= 0)
        {
            _line += passed.Count((byte)'\n');
            _column = 1;
        }

        _column += Encoding.UTF8.GetCharCount(passed[(lastBreak + 1)..]);
        _offset = (int)offset;
        return new Place(_line, _column, key);
    }
}
