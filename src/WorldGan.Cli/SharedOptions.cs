using System.CommandLine;

namespace WorldGan.Cli;

/// <summary>Options that mean the same in every verb that has them. Each verb takes a fresh one.</summary>
internal static class SharedOptions
{
    public static Option<ulong> Seed(string description) => new("--seed") { Description = description, HelpName = "number" };

    public static Option<int> Threads()
    {
        var option = new Option<int>("--threads")
        {
            Description = "Threads to use; results do not depend on it. Default: all processors.",
            HelpName = "count",
            DefaultValueFactory = _ => Environment.ProcessorCount,
        };
        option.Validators.Add(result => { if (result.GetValueOrDefault<int>() < 1) result.AddError("--threads: expected at least 1."); });
        return option;
    }

    public static Option<bool> Json() => new("--json") { Description = "Write the result as JSON to standard output; progress goes to standard error." };

    public static Option<bool> Overwrite() => new("--overwrite") { Description = "Replace a file that is already there." };

    public static Option<string> World(string description) => new("--world") { Description = description, HelpName = "name|folder" };

    public static Option<string[]> Set() => new("--set")
    {
        Description = "A setting, such as policy.steps=5000 or worldModel.members=3; may be given several times.",
        HelpName = "key=value",
        Arity = ArgumentArity.OneOrMore,
    };

    public static Argument<string> Run() => new("run") { Description = "The folder of a run." };

    /// <summary>A choice between the members of an enumeration, in small letters; the first is the default.</summary>
    public static Option<string> OneOf<T>(string name, string description) where T : struct, Enum
    {
        string[] names = [.. Enum.GetNames<T>().Select(member => member.ToLowerInvariant())];
        var option = new Option<string>(name) { Description = description, DefaultValueFactory = _ => names[0] };
        return option.AcceptOnlyFromAmong(names);
    }

    public static Option<int> Count(string name, string description, int? otherwise = null)
    {
        var option = new Option<int>(name) { Description = description, HelpName = "count" };
        if (otherwise is { } value) option.DefaultValueFactory = _ => value;
        option.Validators.Add(result => { if (result.GetValueOrDefault<int>() < 1) result.AddError($"{name}: expected at least 1."); });
        return option;
    }
}
