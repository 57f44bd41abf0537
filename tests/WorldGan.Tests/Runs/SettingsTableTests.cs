using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using System.Xml.XPath;
using WorldGan.Runs;
using WorldGan.Tests.House;

namespace WorldGan.Tests.Runs;

public class SettingsTableTests
{
    private static readonly XDocument Documentation = XDocument.Load(Path.ChangeExtension(typeof(RunSettings).Assembly.Location, ".xml"));

    /// <summary>Keys, defaults, ranges and meanings are those of the options themselves.</summary>
    [Fact]
    public void The_readme_lists_every_setting()
    {
        string table = string.Join('\n', ["| setting | default | range | |", "| --- | --- | --- | --- |", .. Lines(new RunSettings(), "")]);
        Assert.True(Repository.Read("src/WorldGan/Runs/README.md").Contains($"\n{table}\n", StringComparison.Ordinal), $"Expected this table in src/WorldGan/Runs/README.md:\n{table}");
    }

    private static IEnumerable<string> Lines(object options, string section) =>
        options.GetType().GetProperties().Where(p => p.CanWrite).SelectMany(p =>
        {
            string key = section + JsonNamingPolicy.CamelCase.ConvertName(p.Name);
            object? value = p.GetValue(options);
            return value is IFormattable or null ? [$"| `{key}` | {(value is null ? OwnOf(section) : Default(value))} | {Range(p)} | {Meaning(p)} |"] : Lines(value, key + ".");
        });

    private static string OwnOf(string section) => section == "policy." ? "the parts' own" : "the model's own";

    private static string Range(PropertyInfo property) =>
        property.GetCustomAttribute<RangeAttribute>() is { } range ? $"{Text(range.Minimum)} to {Text(range.Maximum)}"
        : (Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType) is { IsEnum: true } choice ? string.Join(", ", Enum.GetValues(choice).Cast<object>().Select(Default)) : "from 0";

    private static string Default(object value) => value switch
    {
        Enum choice => JsonNamingPolicy.KebabCaseLower.ConvertName(choice.ToString()),
        _ => Text(value),
    };

    private static string Meaning(PropertyInfo property)
    {
        string summary = Documentation.XPathSelectElement($"//member[@name='P:{property.DeclaringType!.FullName}.{property.Name}']/summary")!.Value;
        return Regex.Replace(summary.Trim(), @"\s+", " ");
    }

    private static string Text(object number) => ((IFormattable)number).ToString(null, CultureInfo.InvariantCulture);
}
