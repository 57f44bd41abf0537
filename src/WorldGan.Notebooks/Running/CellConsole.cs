using System.Text;

namespace WorldGan.Notebooks.Running;

/// <summary>The console as cells see it: what a cell writes, on any of its threads, goes to the cell, and everything else to where it went before.</summary>
internal sealed class CellConsole : TextWriter
{
    private static readonly AsyncLocal<CellOutputs?> Cell = new();
    private static readonly Lazy<bool> Installed = new(Install);

    private readonly TextWriter _before;
    private readonly string _stream;

    private CellConsole(TextWriter before, string stream)
    {
        (_before, _stream) = (before, stream);
        CoreNewLine = ['\n'];
    }

    public override Encoding Encoding => Encoding.UTF8;

    /// <summary>Begins to collect what this flow of execution, and all that it starts, writes to the console.</summary>
    public static void CollectInto(CellOutputs outputs)
    {
        _ = Installed.Value;
        Cell.Value = outputs;
    }

    public override void Write(char value) => Write([value]);

    public override void Write(string? value) => Write(value.AsSpan());

    public override void Write(char[] buffer, int index, int count) => Write(buffer.AsSpan(index, count));

    public override void Write(ReadOnlySpan<char> buffer)
    {
        if (Cell.Value is { } outputs) outputs.Write(_stream, buffer);
        else _before.Write(buffer);
    }

    public override void Flush() => _before.Flush();

    private static bool Install()
    {
        Console.SetOut(new CellConsole(Console.Out, "stdout"));
        Console.SetError(new CellConsole(Console.Error, "stderr"));
        return true;
    }
}
