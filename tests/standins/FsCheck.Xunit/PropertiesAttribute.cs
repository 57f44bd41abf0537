namespace FsCheck.Xunit;

/// <summary>Settings for every <see cref="PropertyAttribute"/> in a class or an assembly; what a nearer attribute sets wins.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Assembly)]
public sealed class PropertiesAttribute : PropertyAttribute;
