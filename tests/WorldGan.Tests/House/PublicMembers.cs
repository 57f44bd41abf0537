using System.Reflection;

namespace WorldGan.Tests.House;

/// <summary>The members of a type that other assemblies see.</summary>
internal static class PublicMembers
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    /// <summary>Public and protected members that the type declares itself.</summary>
    public static IEnumerable<MemberInfo> Of(Type type) => type.GetMembers(Declared).Where(IsVisible);

    /// <summary>The types in the signatures of a type's visible members, with those inside arrays, references and generics.</summary>
    public static IEnumerable<(string Member, Type Type)> ShownTypes(Type type)
    {
        IEnumerable<Type> bases = type.GetInterfaces().Append(type.BaseType ?? typeof(object));
        IEnumerable<(string, Type)> fromMembers = Of(type).SelectMany(m => SignatureOf(m).Select(t => ($"{type}.{m.Name}", t)));
        return bases.Select(b => (type.ToString(), b)).Concat(fromMembers).SelectMany(shown => Parts(shown.Item2).Select(part => (shown.Item1, part)));
    }

    private static bool IsVisible(MemberInfo member) => member switch
    {
        MethodBase m => m.IsPublic || m.IsFamily || m.IsFamilyOrAssembly,
        FieldInfo f => f.IsPublic || f.IsFamily || f.IsFamilyOrAssembly,
        PropertyInfo p => p.GetAccessors(nonPublic: true).Any(IsVisible),
        EventInfo e => IsVisible(e.AddMethod!),
        _ => false,                                                 // nested types are visited as types
    };

    private static IEnumerable<Type> SignatureOf(MemberInfo member) => member switch
    {
        MethodInfo m => m.GetParameters().Select(p => p.ParameterType).Append(m.ReturnType),
        ConstructorInfo c => c.GetParameters().Select(p => p.ParameterType),
        PropertyInfo p => [p.PropertyType],
        FieldInfo f => [f.FieldType],
        EventInfo e => [e.EventHandlerType!],
        _ => [],
    };

    private static IEnumerable<Type> Parts(Type type) =>
        type.HasElementType ? Parts(type.GetElementType()!)
        : type.IsGenericType ? type.GetGenericArguments().SelectMany(Parts).Append(type)
        : [type];
}
