using WorldGan.Worlds;

namespace WorldGan.Evaluation;

/// <summary>A policy and what reports call it.</summary>
public sealed record NamedPolicy(string Name, IPolicy Policy);
