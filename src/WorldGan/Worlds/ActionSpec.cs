using System.Text.Json.Serialization;

namespace WorldGan.Worlds;

/// <summary>One of the discrete actions.</summary>
/// <param name="Name">Name, unique within the world.</param>
/// <param name="Value">The physical value it stands for, such as a torque, where it has one.</param>
public sealed record ActionSpec(string Name, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? Value = null);
