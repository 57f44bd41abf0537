namespace WorldGan.Reporting.Notebooks;

/// <summary>
/// Names the class that knows how a type is shown. .NET Interactive, which runs C# in notebooks, finds it by the name of this attribute and of its
/// property, without a reference between the two (https://github.com/dotnet/interactive, Formatting/TypeFormatterSourceAttribute.cs and its tests of
/// convention-based formatters): <c>CreateTypeFormatters</c> gives objects with a <c>MimeType</c> and a <c>Format</c> that tells whether it wrote anything.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class TypeFormatterSourceAttribute(Type formatterSourceType) : Attribute
{
    public Type FormatterSourceType { get; } = formatterSourceType;
}
