namespace WorldGan.Worlds.Json;

/// <summary>Collects what is wrong with one file, so that all of it is reported at once.</summary>
internal sealed class FaultList(string path)
{
    private readonly List<(Place Place, string Message)> _faults = [];

    public void Add(Place place, string message) => _faults.Add((place, message));

    /// <summary>True when nothing is wrong at the key or below it: a rule that builds on its value may speak.</summary>
    public bool IsClean(string key) => !_faults.Any(fault => IsWithin(fault.Place.Key, key));

    public void ThrowIfAny()
    {
        if (_faults.Count == 0) return;

        var sorted = _faults.OrderBy(fault => fault.Place.Line).ThenBy(fault => fault.Place.Column).ToList();
        throw new FaultyFileException(
            path,
            [.. sorted.Select(fault => new Fault(fault.Place.Line, fault.Place.Column, fault.Place.Key, fault.Message))],
            sorted.Select(fault => Line(fault.Place, fault.Message)));
    }

    private string Line(Place place, string message)
    {
        if (place.Override is not null) return $"{place.Override}: {message}";

        string key = place.Key.Length == 0 ? "" : $"{place.Key}: ";
        return $"{path}({place.Line},{place.Column}): {key}{message}";
    }

    private static bool IsWithin(string key, string parent) =>
        parent.Length == 0 || (key.StartsWith(parent, StringComparison.Ordinal) && (key.Length == parent.Length || key[parent.Length] is '.' or '['));
}
