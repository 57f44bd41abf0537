using System.Text.Json;
using WorldGan.Numerics;

namespace WorldGan.Runs;

/// <summary>What a line of the metrics is about. A training that went back to its last good state comes to some steps again, at another rate.</summary>
/// <param name="Stage">What is being trained.</param>
/// <param name="Member">The ensemble member.</param>
/// <param name="Step">Steps done by the member.</param>
/// <param name="RateFactor">Factor on the learning rates.</param>
internal readonly record struct MetricsKey(string Stage, int Member, int Step, double RateFactor)
{
    public static MetricsKey Of(TrainingProgress progress) => new(
        progress.Stage, progress.Member, progress.Step, progress.Values.Where(v => v.Name == MemberTurns.RateFactorName).Select(v => v.Value).FirstOrDefault(1));

    /// <exception cref="Exception">One of those that reading JSON gives: the line is none of the metrics.</exception>
    public static MetricsKey Of(JsonElement line) => new(
        line.GetProperty("stage").GetString()!, line.GetProperty("member").GetInt32(), line.GetProperty("step").GetInt32(),
        line.TryGetProperty(MemberTurns.RateFactorName, out JsonElement factor) ? factor.GetDouble() : 1);
}
