using WorldGan.Numerics;

namespace WorldGan.Worlds.Json;

/// <summary>
/// Reads and writes the settings of a run. The file's sections are records with init properties: keys are the properties'
/// names in camelCase, enumerations are written in kebab-case, and what is left out keeps its default. Ranges come from
/// <see cref="System.ComponentModel.DataAnnotations"/> attributes, rules over several properties from
/// <see cref="System.ComponentModel.DataAnnotations.IValidatableObject"/>; every fault is reported at once.
/// </summary>
/// <example><code>
/// RunSettings settings = SettingsFile.FromDefaults&lt;RunSettings>("policy.steps=5000", "worldModel.members=3");
/// SettingsFile.Write("run.json", settings);
/// </code></example>
public static class SettingsFile
{
    /// <summary>Reads settings from a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="overrides">Values that win over the file's, such as <c>policy.discount=0.9</c>, in order.</param>
    /// <exception cref="FaultyFileException">The file or an override is wrong.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static T Read<T>(string path, params IEnumerable<string> overrides) where T : class => Parse<T>(File.ReadAllBytes(path), path, overrides);

    /// <summary>The defaults of <typeparamref name="T"/> with overrides.</summary>
    /// <param name="overrides">Values such as <c>policy.discount=0.9</c>, in order.</param>
    /// <exception cref="FaultyFileException">An override is wrong.</exception>
    public static T FromDefaults<T>(params IEnumerable<string> overrides) where T : class => Parse<T>("{}"u8, "settings", overrides);

    /// <summary>Reads settings from the bytes of a file.</summary>
    /// <param name="utf8">The file's text.</param>
    /// <param name="name">What error messages call the file.</param>
    /// <param name="overrides">Values that win over the file's, such as <c>policy.discount=0.9</c>, in order.</param>
    /// <exception cref="FaultyFileException">The text or an override is wrong.</exception>
    public static T Parse<T>(ReadOnlySpan<byte> utf8, string name, params IEnumerable<string> overrides) where T : class
    {
        var faults = new FaultList(name);
        var root = JsonTree.Parse(utf8, faults);
        Overrides.Apply(root, overrides, faults);
        var settings = new RecordReader(faults).Read<T>(root);
        faults.ThrowIfAny();
        return settings;
    }

    /// <summary>Every setting with its value, as UTF-8 text that <see cref="Parse"/> reads.</summary>
    /// <exception cref="FaultyFileException">A value is out of its range: such settings could not be read again.</exception>
    /// <exception cref="ArgumentException">A number is not finite.</exception>
    public static byte[] Format<T>(T settings) where T : class
    {
        byte[] utf8 = RecordWriter.Write(settings);
        Parse<T>(utf8, "settings");
        return utf8;
    }

    /// <summary>Writes every setting with its value. The file is whole at every moment: the old one, or the new one.</summary>
    /// <exception cref="FaultyFileException">A value is out of its range: such settings could not be read again.</exception>
    /// <exception cref="ArgumentException">A number is not finite.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write<T>(string path, T settings) where T : class => AtomicFile.Write(path, Format(settings));
}
