using System.Reflection;
using System.Text.Json;
using WorldGan.Worlds.Json;

namespace WorldGan.Service.Hosting;

/// <summary>Options from a configuration: appsettings.json, environment and command line, by the rules of the project's settings files.</summary>
public static class ServiceConfiguration
{
    /// <summary>The section that holds the options.</summary>
    public const string Section = "WorldGan";

    /// <summary>Reads the section <c>WorldGan</c>.</summary>
    /// <exception cref="ArgumentException">Something in it is wrong; the message has a line for each fault, with its key.</exception>
    public static ServiceOptions Read(IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        return Checked(() => SettingsFile.FromDefaults<ServiceOptions>(Settings(configuration.GetSection(Section), typeof(ServiceOptions), "")));
    }

    /// <summary>Checks options that a program has made itself.</summary>
    /// <exception cref="ArgumentException">Something in them is wrong; the message has a line for each fault, with its key.</exception>
    internal static void Expect(ServiceOptions options) => Checked(() => SettingsFile.Format(options));

    private static T Checked<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (FaultyFileException e)
        {
            throw new ArgumentException(string.Join('\n', e.Faults.Select(fault => $"{Section}:{fault.Key.Replace('.', ':')}: {fault.Message}")), e);
        }
    }

    /// <summary>Each value as <c>ingest.maxRequestBytes=1024</c>; keys of a configuration have any case, and its values are all text.</summary>
    private static IEnumerable<string> Settings(IConfiguration section, Type? type, string parent)
    {
        foreach (IConfigurationSection child in section.GetChildren())
        {
            PropertyInfo? property = type?.GetProperty(child.Key, BindingFlags.Public | BindingFlags.Instance | BindingFlags.IgnoreCase);
            string key = parent + JsonNamingPolicy.CamelCase.ConvertName(property?.Name ?? child.Key);
            if (child.Value is { } value) yield return $"{key}={(property?.PropertyType == typeof(string) ? Quoted(value) : value)}";
            foreach (string setting in Settings(child, property?.PropertyType, key + ".")) yield return setting;
        }
    }

    private static string Quoted(string value) => $"\"{JsonEncodedText.Encode(value)}\"";
}
