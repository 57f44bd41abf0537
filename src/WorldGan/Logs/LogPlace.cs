namespace WorldGan.Logs;

/// <summary>Where in a log something was found.</summary>
/// <param name="Path">The log's path, as the caller gave it.</param>
/// <param name="Line">Line, from 1, in a log of text.</param>
/// <param name="Offset">Byte, from 0, in a log of records (<c>.wglog</c>).</param>
/// <param name="Row">Row, from 0, of the arrays that begin there.</param>
public readonly record struct LogPlace(string Path, long? Line = null, long? Offset = null, long? Row = null)
{
    /// <summary><c>cartpole.csv(120)</c>, <c>cartpole.wglog(byte 8120)</c> or <c>cartpole.json(byte 81, row 5)</c>.</summary>
    public override string ToString() =>
        Line is { } line ? $"{Path}({line})" : Offset is { } offset ? $"{Path}(byte {offset}{(Row is { } row ? $", row {row}" : "")})" : Path;
}
