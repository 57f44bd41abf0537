using WorldGan.Worlds;

namespace WorldGan.Logs.Inspection;

/// <summary>What must be known of a log before its episodes can be read without a world.</summary>
/// <param name="Spec">Names of variables, all taken as real, and actions.</param>
/// <param name="Warnings">What was left out, as sentences.</param>
internal sealed record LogShape(WorldSpec Spec, IReadOnlyList<string> Warnings);
