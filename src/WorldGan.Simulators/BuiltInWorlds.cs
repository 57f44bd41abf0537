using WorldGan.Worlds;

namespace WorldGan.Simulators;

/// <summary>The worlds of the folder <c>worlds/</c> of this repository, carried inside the assembly.</summary>
public static class BuiltInWorlds
{
    private const string Prefix = "worlds/";

    /// <summary>Every built-in world, by name.</summary>
    public static IReadOnlyList<WorldSpec> All { get; } =
        [.. typeof(BuiltInWorlds).Assembly.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal).Select(ReadResource)];

    internal static WorldSpec Read(string name) => All.Single(spec => spec.Name == name);

    private static WorldSpec ReadResource(string resource)
    {
        using var stream = typeof(BuiltInWorlds).Assembly.GetManifestResourceStream(resource)!;
        byte[] utf8 = new byte[stream.Length];
        stream.ReadExactly(utf8);
        return WorldSpecFile.Parse(utf8, $"built-in {resource}");
    }
}
