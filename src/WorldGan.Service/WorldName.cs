using System.Diagnostics.CodeAnalysis;

namespace WorldGan.Service;

/// <summary>The name of a world as it stands in addresses and paths: 1 to 64 of a to z, 0 to 9 and '-', beginning with a letter or digit. No path can be made of it but the one that is meant.</summary>
internal readonly record struct WorldName
{
    private const int MostCharacters = 64;

    private WorldName(string value) => Value = value;

    /// <summary>The name.</summary>
    public string Value { get; }

    /// <summary>Takes a name that came from outside.</summary>
    /// <returns>False where it is not one.</returns>
    public static bool TryParse([NotNullWhen(true)] string? text, out WorldName name)
    {
        bool isName = text is { Length: > 0 and <= MostCharacters } && text[0] != '-' && text.All(c => c is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '-');
        name = isName ? new WorldName(text!) : default;
        return isName;
    }

    /// <inheritdoc/>
    public override string ToString() => Value;
}
