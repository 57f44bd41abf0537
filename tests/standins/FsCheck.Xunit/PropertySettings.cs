using System.Globalization;
using System.Reflection;
using Microsoft.FSharp.Core;

namespace FsCheck.Xunit;

/// <summary>The settings of one law: those of its assembly, its classes from the outermost, and its own; later ones win.</summary>
internal sealed class PropertySettings
{
    private readonly IReadOnlyList<PropertyAttribute> _nearestFirst;

    private PropertySettings(IEnumerable<PropertyAttribute> nearestFirst) => _nearestFirst = [.. nearestFirst];

    public static PropertySettings Of(Type testClass, MethodInfo method)
    {
        IEnumerable<PropertyAttribute> own = method.GetCustomAttributes<PropertyAttribute>();
        IEnumerable<PropertyAttribute> classes = OutwardFrom(testClass).SelectMany(c => c.GetCustomAttributes<PropertiesAttribute>());
        return new PropertySettings([.. own, .. classes, .. testClass.Assembly.GetCustomAttributes<PropertiesAttribute>()]);
    }

    public Config ToConfig()
    {
        Config basis = First(a => a.VerboseOrUnset) ?? false ? Config.Verbose : Config.Quick;
        Config config = basis
            .WithMaxTest(Number(a => a.MaxTest) ?? basis.MaxTest)
            .WithMaxRejected(Number(a => a.MaxRejected) ?? basis.MaxRejected)
            .WithStartSize(Number(a => a.StartSize) ?? basis.StartSize)
            .WithEndSize(Number(a => a.EndSize) ?? basis.EndSize)
            .WithQuietOnSuccess(First(a => a.QuietOnSuccessOrUnset) ?? basis.QuietOnSuccess)
            .WithArbitrary(Microsoft.FSharp.Collections.ListModule.OfSeq(_nearestFirst.SelectMany(a => a.Arbitrary)));

        if (Number(a => a.Parallelism) is { } degree) config = config.WithParallelRunConfig(FSharpOption<ParallelRunConfig>.Some(new ParallelRunConfig(degree)));
        string? replay = _nearestFirst.Select(a => a.Replay).FirstOrDefault(r => !string.IsNullOrEmpty(r));
        return replay is null ? config : config.WithReplay(FSharpOption<Replay>.Some(ParseReplay(replay)));
    }

    private static Replay ParseReplay(string text)
    {
        string[] parts = text.Trim('(', ')').Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length is < 2 or > 3) throw new FormatException($"Replay: expected '(seed,gamma)' or '(seed,gamma,size)', got '{text}'.");
        var rnd = new Rnd(ulong.Parse(parts[0], CultureInfo.InvariantCulture), ulong.Parse(parts[1], CultureInfo.InvariantCulture));
        return new Replay(rnd, parts.Length == 3 ? FSharpOption<int>.Some(int.Parse(parts[2], CultureInfo.InvariantCulture)) : null);
    }

    private static IEnumerable<Type> OutwardFrom(Type testClass)
    {
        for (Type? current = testClass; current is not null; current = current.DeclaringType) yield return current;
    }

    private int? Number(Func<PropertyAttribute, int> setting) => First(a => setting(a) is var value and >= 0 ? value : (int?)null);

    private T? First<T>(Func<PropertyAttribute, T?> setting) where T : struct => _nearestFirst.Select(setting).FirstOrDefault(value => value is not null);
}
