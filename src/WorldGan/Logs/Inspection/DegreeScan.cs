using WorldGan.Worlds;

namespace WorldGan.Logs.Inspection;

/// <summary>Finds angles that seem to be degrees. Any number is an angle, so nothing else would tell.</summary>
internal sealed class DegreeScan(IReadOnlyList<StateVariable> variables)
{
    private readonly double[] _largest = new double[variables.Count];

    public void Add(Episode episode)
    {
        for (int i = 0; i < episode.States.Length; i++) _largest[i % _largest.Length] = Math.Max(_largest[i % _largest.Length], Math.Abs(episode.States[i]));
    }

    public IEnumerable<string> Warnings() => variables.Index().Where(v => v.Item.Kind == VariableKind.Angle && _largest[v.Index] > Math.Tau)
        .Select(v => string.Create(null, $"Variable '{v.Item.Name}' is an angle in radians, but comes to ±{_largest[v.Index]:G4}, beyond a full turn: are these degrees?"));
}
