using System.Text;
using WorldGan.Notebooks.Files;

namespace WorldGan.Notebooks.Running;

/// <summary>Collects what a cell puts out, from whatever thread, in the order in which it comes.</summary>
internal sealed class CellOutputs
{
    private readonly Lock _lock = new();
    private readonly List<CellOutput> _outputs = [];
    private readonly StringBuilder _text = new();
    private string _stream = "";

    /// <summary>What has come so far.</summary>
    public IReadOnlyList<CellOutput> All
    {
        get
        {
            lock (_lock)
            {
                EndText();
                return [.. _outputs];
            }
        }
    }

    public void Add(CellOutput output)
    {
        lock (_lock)
        {
            EndText();
            _outputs.Add(output);
        }
    }

    /// <summary>Adds text of the console; what follows without another output between them is one.</summary>
    public void Write(string stream, ReadOnlySpan<char> text)
    {
        lock (_lock)
        {
            if (stream != _stream) EndText();
            _stream = stream;
            _text.Append(text);
        }
    }

    private void EndText()
    {
        if (_text.Length > 0) _outputs.Add(new StreamOutput(_stream, _text.ToString()));
        _text.Clear();
    }
}
