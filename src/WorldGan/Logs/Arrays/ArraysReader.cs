using System.Text.Json;

namespace WorldGan.Logs.Arrays;

/// <summary>
/// Finds the objects of a JSON file that hold arrays of steps: the file's only one, those in a list, those in "episodes", or those under names such as
/// "episode_0", as the groups of Minari's HDF5 files are called.
/// </summary>
internal sealed class ArraysReader(Stream stream, string path)
{
    private const int Deepest = 8;

    private readonly JsonTokens _json = new(stream, path);

    public IEnumerable<StepColumns> Read()
    {
        bool any = false;
        while (_json.Read())
        {
            foreach (StepColumns columns in ReadValue(null, 0))
            {
                any = true;
                yield return columns;
            }
        }

        if (!any) throw new LogFormatException(new LogPlace(path, Offset: 0), $"expected an object with arrays such as 'observations' and 'actions', got {(stream.Length == 0 ? "an empty file" : "none")}.");
    }

    private IEnumerable<StepColumns> ReadValue(string? id, int depth)
    {
        if (_json.Type == JsonTokenType.StartArray && depth < Deepest)
        {
            while (_json.Read() && _json.Type != JsonTokenType.EndArray)
                foreach (StepColumns columns in ReadValue(null, depth + 1)) yield return columns;
        }
        else if (_json.Type == JsonTokenType.StartObject && depth < Deepest)
        {
            var own = new StepColumns { Id = id, Place = _json.Place };
            while (_json.Read() && _json.Type != JsonTokenType.EndObject)
            {
                string name = _json.Text;
                _json.Read();
                if (StepColumns.Names.Contains(name)) own.Add(name, ReadColumn(name));
                else if (name == "id") own.Id = ReadId();
                else if (name.StartsWith("episode", StringComparison.Ordinal) && _json.Type is JsonTokenType.StartArray or JsonTokenType.StartObject)
                    foreach (StepColumns columns in ReadValue(name, depth + 1)) yield return columns;
                else _json.Skip();
            }

            if (!own.IsEmpty) yield return own;
        }
        else
        {
            _json.Skip();
        }
    }

    private string ReadId() => _json.Type switch
    {
        JsonTokenType.Number => string.Create(null, $"{_json.Number}"),
        JsonTokenType.String => _json.Text,
        _ => throw _json.Fault("id", "a number or a text"),
    };

    /// <summary>Rows are numbers, flags, or lists of as many numbers each.</summary>
    private ArrayColumn ReadColumn(string name)
    {
        if (_json.Type == JsonTokenType.StartObject) throw _json.Fault(name, "a list of numbers or of lists of numbers: of a dictionary of observations, write the parts as one list");
        if (_json.Type != JsonTokenType.StartArray) throw _json.Fault(name, "a list");
        LogPlace place = _json.Place;
        var values = new List<double>();
        int width = 0;
        for (int row = 0; _json.Read() && _json.Type != JsonTokenType.EndArray; row++)
        {
            int before = values.Count;
            if (_json.Type == JsonTokenType.StartArray) ReadRow(name, values);
            else values.Add(Number(name));
            int got = values.Count - before;
            if (row == 0) width = got;
            if (got != width || got == 0) throw new LogFormatException(_json.Place, $"'{name}[{row}]' has {got} numbers, expected {(row == 0 ? "at least one" : $"{width} as in the rows before")}.");
        }

        return new ArrayColumn(place, width, values);
    }

    private void ReadRow(string name, List<double> values)
    {
        while (_json.Read() && _json.Type != JsonTokenType.EndArray) values.Add(Number(name));
    }

    private double Number(string name) => _json.Type switch
    {
        JsonTokenType.Number when double.IsFinite(_json.Number) => _json.Number,
        JsonTokenType.True => 1,
        JsonTokenType.False => 0,
        _ => throw _json.Fault(name, "finite numbers"),
    };
}
