using System.CommandLine;
using System.Globalization;
using System.Numerics;
using System.Text.Json;
using WorldGan.Policies;
using WorldGan.Runs;
using WorldGan.Torch;
using WorldGan.WorldModel;

namespace WorldGan.Cli;

/// <summary>Options that mean the same in every verb that has them. Each verb takes a fresh one.</summary>
internal static class SharedOptions
{
    public static Option<ulong> Seed(string description, ulong? otherwise = null) => Whole("--seed", description, "number", 0UL, otherwise);

    public static Option<int> Threads() => Count("--threads", "Threads to use; results do not depend on it. Default: all processors.", Environment.ProcessorCount);

    /// <summary>What trains; null where nothing is said, which is the CPU for a new run and for an old one what it has.</summary>
    public static Option<string?> Device()
    {
        var option = new Option<string?>("--device")
        {
            Description = "What trains: cpu, which gives the same bits everywhere; cuda, a CUDA device by libtorch; auto, cuda where there is one and otherwise cpu; torch-cpu, libtorch without a GPU. Default: cpu.",
            HelpName = "name",
        };
        return option.AcceptOnlyFromAmong([.. EngineChoice.Names]);
    }

    public static Option<bool> Json() => new("--json") { Description = "Write the result as JSON to standard output; progress goes to standard error." };

    public static Option<bool> Overwrite() => new("--overwrite") { Description = "Replace a file that is already there." };

    public static Option<string> World(string description) => new("--world") { Description = description, HelpName = "name|folder" };

    public static Option<string[]> Set() => Settings("--set", "Settings, such as policy.steps=5000 worldModel.members=3.");

    public static Option<string?> Model() => Choice("--model", "worldModel.model", "What the noise of the world is beside its mean", new WorldModelOptions().Model);

    public static Option<string?> Loss() => Choice("--loss", "worldModel.loss", "What the noise of a gan is trained by", WorldModelLoss.WganGp);

    public static Option<string?> Source() => Choice("--source", "policy.source", "Where the transitions come from that the policy learns from", new PolicyOptions().Source);

    public static Option<string?> Value() => Choice("--value", "policy.value", "What the policy learns of a return", new PolicyOptions().Value);

    public static Option<string?> Reward() => Choice("--reward", "policy.reward", "What the policy is rewarded for", new PolicyOptions().Reward);

    /// <summary>The values of <see cref="Set"/>, then those of options that are short for a setting, which win as a seed does.</summary>
    public static string[] Settings(ParseResult parsed, Option<string[]> set, params (string Setting, Option<string?> Option)[] choices) =>
        [.. parsed.GetValue(set) ?? [], .. choices.Where(c => parsed.GetValue(c.Option) is not null).Select(c => $"{c.Setting}={parsed.GetValue(c.Option)}")];

    public static Option<string> Policy() => new("--policy")
    {
        Description = $"Who acts: {string.Join(", ", PolicyChoice.Names)}, or the file of a policy.",
        HelpName = "name|file",
        DefaultValueFactory = _ => PolicyChoice.Trained,
    };

    public static Option<string[]> Planning() => Settings("--planning", "How to plan, such as horizon=30 population=128 iterations=4, where the policy plans.");

    public static Argument<string> Run() => new("run") { Description = "The folder of a run." };

    /// <summary>A choice between the members of an enumeration, by the names that settings give them; the first is the default.</summary>
    public static Option<string> OneOf<T>(string name, string description) where T : struct, Enum
    {
        string[] names = NamesOf<T>();
        var option = new Option<string>(name) { Description = description, DefaultValueFactory = _ => names[0] };
        return option.AcceptOnlyFromAmong(names);
    }

    public static Option<int> Count(string name, string description, int? otherwise = null) => Whole(name, description, "count", 1, otherwise);

    public static Option<string[]> Settings(string name, string description) =>
        new(name) { Description = description, HelpName = "key=value", Arity = ArgumentArity.OneOrMore, AllowMultipleArgumentsPerToken = true };

    private static Option<string?> Choice<T>(string name, string setting, string meaning, T usual) where T : struct, Enum
    {
        string[] names = NamesOf<T>();
        var option = new Option<string?>(name)
        {
            Description = $"{meaning}, short for --set {setting}: {string.Join(", ", names)}. Default: the settings' own, usually {NameOf(usual)}.",
            HelpName = "name",
        };
        return option.AcceptOnlyFromAmong(names);
    }

    private static string[] NamesOf<T>() where T : struct, Enum => [.. Enum.GetValues<T>().Select(NameOf)];

    private static string NameOf<T>(T value) where T : struct, Enum => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());

    private static Option<T> Whole<T>(string name, string description, string helpName, T least, T? otherwise) where T : struct, IBinaryInteger<T>, IMinMaxValue<T>
    {
        var option = new Option<T>(name) { Description = description, HelpName = helpName };
        if (otherwise is { } value) option.DefaultValueFactory = _ => value;
        option.CustomParser = result =>
        {
            string text = result.Tokens.Single().Value;
            if (T.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out T number) && number >= least) return number;
            result.AddError(string.Create(CultureInfo.InvariantCulture, $"{name}: expected a whole number from {least} to {T.MaxValue}, got '{text}'."));
            return default;
        };
        return option;
    }
}
