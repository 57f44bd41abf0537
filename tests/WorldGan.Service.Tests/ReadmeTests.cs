using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using WorldGan.Service.Hosting;
using WorldGan.Tests.House;

namespace WorldGan.Service.Tests;

/// <summary>What the service's README says is so.</summary>
public partial class ReadmeTests
{
    private static readonly string Readme = Repository.Read("src/WorldGan.Service/README.md");

    [Fact]
    public void Every_option_stands_in_the_table_with_its_default()
    {
        string[] rows = [.. Readme.Split('\n').Where(line => line.StartsWith("| ", StringComparison.Ordinal))];
        foreach ((string section, string name, object? value) in Options())
        {
            string[]? cells = rows.Select(row => row.Split('|', StringSplitOptions.TrimEntries)).FirstOrDefault(cells => Names(cells[1]).Contains(section + name));
            Assert.True(cells is not null, $"Expected a row of {section}{name}.");
            string expected = value switch { null => "none", Enum choice => JsonNamingPolicy.KebabCaseLower.ConvertName(choice.ToString()), _ => Convert.ToString(value, CultureInfo.InvariantCulture)! };
            if (name != "threads") Assert.Equal(expected, cells[2].Split(',', StringSplitOptions.TrimEntries)[Names(cells[1]).ToList().IndexOf(section + name)]);
        }
    }

    [Fact]
    public void Every_threat_names_tests_that_are_there()
    {
        string tests = string.Concat(new[] { "tests/WorldGan.Service.Tests", "tests/WorldGan.EndToEndTests" }.SelectMany(folder => Repository.Files(folder, "*.cs")).Select(Repository.Read));
        string[] named = [.. TestName().Matches(Readme).Select(match => match.Groups[1].Value)];
        Assert.True(named.Length > 20);
        Assert.All(named, name => Assert.Contains($" {name}(", tests));
    }

    private static IEnumerable<(string Section, string Name, object? Value)> Options()
    {
        var all = new ServiceOptions();
        foreach (PropertyInfo property in typeof(ServiceOptions).GetProperties().Where(p => p.CanWrite))
        {
            string name = JsonNamingPolicy.CamelCase.ConvertName(property.Name);
            object? value = property.GetValue(all);
            if (value is string or null or IEnumerable) yield return ("", name, value);
            else
                foreach (PropertyInfo option in property.PropertyType.GetProperties().Where(p => p.CanWrite))
                    yield return (name + ".", JsonNamingPolicy.CamelCase.ConvertName(option.Name), option.GetValue(value));
        }
    }

    /// <summary>"registry.keepVersions, keepPublished" are two of one section.</summary>
    private static IEnumerable<string> Names(string cell)
    {
        string section = cell.Contains('.') ? cell[..(cell.IndexOf('.', StringComparison.Ordinal) + 1)] : "";
        return cell.Split(',', StringSplitOptions.TrimEntries).Select(name => name.Contains('.') ? name : section + name);
    }

    [GeneratedRegex("`([A-Z][a-z0-9]*(?:_[A-Za-z0-9]+)+)`")]
    private static partial Regex TestName();
}
