namespace WorldGan.Numerics;

/// <summary>What was measured beside the losses.</summary>
/// <param name="Values">Numbers by name.</param>
/// <param name="Warnings">What they say is wrong, in sentences that are the same for every member.</param>
internal readonly record struct Measurement(IReadOnlyList<(string Name, double Value)> Values, IReadOnlyList<string> Warnings)
{
    /// <summary>Nothing was due.</summary>
    public static Measurement None { get; } = new([], []);
}
