using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;

namespace WorldGan.Tests.House;

/// <summary>The public API of an assembly as text: one line a type, one line a member, in alphabetical order of the names.</summary>
internal static class PublicApi
{
    public static string Of(Assembly assembly)
    {
        var text = new StringBuilder();
        foreach (IGrouping<string?, Type> space in assembly.GetExportedTypes().GroupBy(t => t.Namespace).OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            text.Append(space.Key).Append('\n');
            foreach (Type type in space.OrderBy(t => t.FullName, StringComparer.Ordinal))
            {
                text.Append("  ").Append(Head(type)).Append('\n');
                IEnumerable<string> members = type.IsEnum ? EnumMembers(type) : Members(type);
                foreach (string member in members) text.Append("    ").Append(member).Append('\n');
            }
        }

        return text.ToString();
    }

    private static string Head(Type type)
    {
        IEnumerable<string> bases = type.GetInterfaces().Where(i => i.Namespace?.StartsWith("WorldGan", StringComparison.Ordinal) == true).Select(i => CSharpNames.Of(i));
        if (type.BaseType is { } parent && parent != typeof(object) && parent != typeof(ValueType) && parent != typeof(Enum)) bases = bases.Prepend(CSharpNames.Of(parent));
        string list = string.Join(", ", bases);
        string name = type.IsNested ? $"{CSharpNames.Of(type.DeclaringType!)}.{CSharpNames.Of(type)}" : CSharpNames.Of(type);
        return $"{Kind(type)} {name}{(list == "" ? "" : " : " + list)}";
    }

    private static string Kind(Type type)
    {
        if (type.IsEnum) return "enum";
        if (type.IsInterface) return "interface";
        if (type.IsValueType) return Has<IsReadOnlyAttribute>(type, "readonly ") + (type.IsByRefLike ? "ref " : "") + Record(type) + "struct";
        string freedom = type switch { { IsAbstract: true, IsSealed: true } => "static ", { IsAbstract: true } => "abstract ", { IsSealed: true } => "sealed ", _ => "" };
        return freedom + (Record(type) is "" ? "class" : "record");
    }

    private static string Record(Type type) => type.GetMethod("PrintMembers", BindingFlags.NonPublic | BindingFlags.Instance) is null ? "" : "record ";

    private static IEnumerable<string> EnumMembers(Type type) =>
        Enum.GetNames(type).Select(name => string.Create(CultureInfo.InvariantCulture, $"{name} = {Enum.Format(type, Enum.Parse(type, name), "d")}"));

    private static IEnumerable<string> Members(Type type) =>
        from member in PublicMembers.Of(type)
        where member is PropertyInfo || !member.IsDefined(typeof(CompilerGeneratedAttribute))
        let line = Line(member)
        where line is not null
        orderby member.Name, line
        select line;

    private static string? Line(MemberInfo member) => member switch
    {
        ConstructorInfo c => $"new {CSharpNames.Of(c.DeclaringType!)}({Parameters(c)})",
        MethodInfo { IsSpecialName: true } m when !m.Name.StartsWith("op_", StringComparison.Ordinal) => null,   // accessors
        MethodInfo m => $"{Static(m)}{CSharpNames.Of(m.ReturnParameter)} {m.Name}{Generics(m)}({Parameters(m)})",
        PropertyInfo p => $"{Static(p.GetAccessors(true)[0])}{Has<RequiredMemberAttribute>(p, "required ")}{CSharpNames.Of(p)} {p.Name}{Indices(p)} {{ {Accessors(p)}}}",
        FieldInfo { IsLiteral: true } f => $"const {CSharpNames.Of(f)} {f.Name} = {Literal(f.GetRawConstantValue())}",
        FieldInfo { IsSpecialName: false } f => $"{(f.IsStatic ? "static " : "")}{(f.IsInitOnly ? "readonly " : "")}{CSharpNames.Of(f)} {f.Name}",
        EventInfo e => $"event {CSharpNames.Of(e.EventHandlerType!)} {e.Name}",
        _ => null,
    };

    private static string Accessors(PropertyInfo property)
    {
        string get = property.GetMethod is { IsPublic: true } ? "get; " : "";
        if (property.SetMethod is not { IsPublic: true } set) return get;
        return get + (set.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)) ? "init; " : "set; ");
    }

    private static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(Parameter));

    private static string Parameter(ParameterInfo p)
    {
        string way = p.IsOut ? "out " : p.IsIn ? "in " : p.ParameterType.IsByRef ? "ref " : p.IsDefined(typeof(ParamArrayAttribute)) || p.IsDefined(typeof(ParamCollectionAttribute)) ? "params " : "";
        return $"{way}{CSharpNames.Of(p)} {p.Name}{(p.HasDefaultValue ? $" = {Literal(p.RawDefaultValue)}" : "")}";
    }

    private static string Indices(PropertyInfo property) =>
        property.GetIndexParameters() is { Length: > 0 } indices ? $"[{string.Join(", ", indices.Select(Parameter))}]" : "";

    private static string Generics(MethodInfo method) =>
        method.IsGenericMethod ? $"<{string.Join(", ", method.GetGenericArguments().Select(a => a.Name))}>" : "";

    private static string Literal(object? value) => value switch
    {
        null => "default",
        string text => $"\"{text}\"",
        bool flag => flag ? "true" : "false",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    private static string Static(MethodBase method) => method is { IsStatic: true } ? "static " : "";

    private static string Has<T>(MemberInfo member, string word) where T : Attribute => member.IsDefined(typeof(T)) ? word : "";
}
