using System.Text.Json;

namespace WorldGan.Worlds.Json;

/// <summary>A JSON value that knows where it stands.</summary>
internal sealed class PlacedValue(JsonValueKind kind, Place place, string text = "")
{
    public JsonValueKind Kind => kind;

    public Place Place => place;

    /// <summary>The characters of a string, or the digits of a number.</summary>
    public string Text => text;

    /// <summary>The values of a list.</summary>
    public List<PlacedValue> Items { get; } = [];

    /// <summary>The members of an object, in the order of the file; names are unique.</summary>
    public List<PlacedMember> Members { get; } = [];

    public PlacedValue? Find(string name) => Members.Find(member => member.Name == name)?.Value;

    /// <summary>The same value with all that is in it, at the place of an override.</summary>
    public PlacedValue At(Place at)
    {
        var moved = new PlacedValue(kind, at, text);
        moved.Items.AddRange(Items.Select((item, i) => item.At(at with { Key = at.KeyOf(i) })));
        moved.Members.AddRange(Members.Select(member => member.At(at with { Key = at.KeyOf(member.Name) })));
        return moved;
    }

    /// <summary>The value in the words of an error message.</summary>
    public override string ToString() => kind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        JsonValueKind.String => $"'{Excerpt.Of(text)}'",
        JsonValueKind.Number => Excerpt.Of(text),
        _ => kind.ToString().ToLowerInvariant(),
    };
}

/// <summary>A member of a JSON object.</summary>
/// <param name="Name">The key.</param>
/// <param name="Place">Where the key stands.</param>
/// <param name="Value">What the key stands for.</param>
internal sealed record PlacedMember(string Name, Place Place, PlacedValue Value)
{
    public PlacedMember At(Place at) => new(Name, at, Value.At(at));
}
