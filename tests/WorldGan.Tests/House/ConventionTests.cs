using System.Reflection;
using System.Runtime.CompilerServices;

namespace WorldGan.Tests.House;

/// <summary>What the whole API keeps, whoever writes it.</summary>
public class ConventionTests
{
    private static readonly string[] EmptyWords = ["Util", "Utils", "Utilities", "Helper", "Helpers", "Manager", "Impl"];

    private static readonly Assembly[] Libraries = [Assembly.Load("WorldGan"), Assembly.Load("WorldGan.Simulators")];

    private static IEnumerable<Type> OwnTypes =>
        Libraries.SelectMany(library => library.GetTypes()).Where(t => t.Namespace?.StartsWith("WorldGan", StringComparison.Ordinal) == true && !t.Name.Contains('<'));

    private static IEnumerable<Type> PublicTypes => Libraries.SelectMany(library => library.GetExportedTypes());

    [Fact]
    public void Public_types_stand_in_our_own_namespaces() =>
        AssertNone(PublicTypes.Where(t => t.Namespace?.StartsWith("WorldGan.", StringComparison.Ordinal) != true), "is public outside of WorldGan");

    [Fact]
    public void No_public_member_shows_a_third_partys_type() =>
        AssertNone(PublicTypes.SelectMany(PublicMembers.ShownTypes).Where(shown => !IsOurs(shown.Type.Assembly)), "shows a third party's type");

    [Fact]
    public void Public_classes_are_sealed_static_or_abstract() =>
        AssertNone(PublicTypes.Where(t => t is { IsClass: true, IsSealed: false, IsAbstract: false }), "can be inherited from");

    [Fact]
    public void Options_are_sealed_records_that_are_complete_by_default()
    {
        Type[] options = [.. OwnTypes.Where(t => t.Name.EndsWith("Options", StringComparison.Ordinal))];
        AssertNone(options.Where(t => !t.IsSealed || t.GetMethod("<Clone>$") is null), "is not a sealed record");
        AssertNone(options.Where(t => t.GetConstructor(Type.EmptyTypes) is null), "has no defaults");
        AssertNone(options.SelectMany(t => t.GetProperties()).Where(p => p.SetMethod is { } set && !IsInit(set)).Select(p => $"{p.DeclaringType}.{p.Name}"), "can change");
    }

    [Fact]
    public void Names_say_what_a_type_is() =>
        AssertNone(OwnTypes.Where(t => EmptyWords.Any(word => t.Name.Split('`')[0].EndsWith(word, StringComparison.Ordinal))), "has a name that says nothing");

    [Fact]
    public void Public_fields_never_change() =>
        AssertNone(PublicTypes.SelectMany(t => t.GetFields()).Where(f => f is { IsInitOnly: false, IsLiteral: false, IsSpecialName: false }).Select(f => $"{f.DeclaringType}.{f.Name}"), "is a field that anyone can change");

    private static bool IsOurs(Assembly assembly) =>
        assembly.GetName().Name is { } name
        && (name.StartsWith("System.", StringComparison.Ordinal) || name.StartsWith("WorldGan", StringComparison.Ordinal) || name == "Microsoft.Extensions.Logging.Abstractions");

    private static bool IsInit(MethodInfo set) => set.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit));

    private static void AssertNone<T>(IEnumerable<T> found, string fault) =>
        Assert.True(!found.Any(), string.Join('\n', found.Select(f => $"{f} {fault}.")));
}
