using System.Text;
using System.Text.Json;

namespace WorldGan.Worlds.Json;

/// <summary>Puts values such as <c>policy.discount=0.9</c> from a command line over those of a file.</summary>
internal static class Overrides
{
    public static void Apply(PlacedValue root, IEnumerable<string> overrides, FaultList faults)
    {
        foreach (string text in overrides)
        {
            int equals = text.IndexOf('=', StringComparison.Ordinal);
            string[] path = equals < 0 ? [] : text[..equals].Trim().Split('.');
            if (path.Length == 0 || path.Contains("")) faults.Add(new(0, 0, "", text), "expected key.path=value.");
            else Set(root, path, text[(equals + 1)..].Trim(), text, faults);
        }
    }

    private static void Set(PlacedValue root, string[] path, string value, string text, FaultList faults)
    {
        var parent = root;
        string key = "";
        foreach (string name in path[..^1])
        {
            key = new Place(0, 0, key).KeyOf(name);
            parent = Child(parent, name, new Place(0, 0, key, text));
            if (parent.Kind == JsonValueKind.Object) continue;

            faults.Add(new(0, 0, key, text), $"'{key}' is {parent}, which has no keys.");
            return;
        }

        var place = new Place(0, 0, new Place(0, 0, key).KeyOf(path[^1]), text);
        parent.Members.RemoveAll(member => member.Name == path[^1]);
        parent.Members.Add(new(path[^1], place, Parse(value, place, faults)));
    }

    private static PlacedValue Child(PlacedValue parent, string name, Place place)
    {
        if (parent.Find(name) is { } child) return child;

        var section = new PlacedValue(JsonValueKind.Object, place);
        parent.Members.Add(new(name, place, section));
        return section;
    }

    /// <summary>JSON where the value is JSON, otherwise text: a shell leaves no quotes around words.</summary>
    private static PlacedValue Parse(string value, Place place, FaultList faults)
    {
        var own = new FaultList("");
        try
        {
            var parsed = JsonTree.Parse(Encoding.UTF8.GetBytes(value), own).At(place);
            if (!own.IsClean("")) faults.Add(place, "a key stands twice.");
            return parsed;
        }
        catch (FaultyFileException)
        {
            return new PlacedValue(JsonValueKind.String, place, value);
        }
    }
}
