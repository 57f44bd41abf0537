namespace WorldGan.Worlds;

/// <summary>A point around which next states gather.</summary>
/// <param name="Probability">The share of next states that gather there.</param>
/// <param name="Middle">[S] the next state, but for small noise.</param>
public sealed record Hump(double Probability, float[] Middle);
