using System.Text.Json;

namespace WorldGan.Service.Acting;

/// <summary>A question about what is to come.</summary>
internal sealed record FutureQuestion
{
    /// <summary>The event to forecast, such as <c>abs(angle) &gt; 0.2</c>; only where a forecast is asked for.</summary>
    public string? Event { get; init; }

    /// <summary>Where the futures begin, future i in start i modulo their number; null begins them where logged episodes began.</summary>
    public double[]?[]? Starts { get; init; }

    /// <summary>The version whose world is imagined, and whose policy acts; null takes the published one.</summary>
    public int? Version { get; init; }

    /// <summary>Actions to take instead of the policy's: numbers or names.</summary>
    public JsonElement[]? Plan { get; init; }

    /// <summary>Steps to look ahead; null takes those of the plan, the step limit of the world, or 100.</summary>
    public int? Horizon { get; init; }

    /// <summary>The same, as forecasts call it.</summary>
    public int? Within { get; init; }

    /// <summary>Number of futures; null takes 256.</summary>
    public int? Futures { get; init; }

    /// <summary>The same seed gives the same futures; null takes 0.</summary>
    public long? Seed { get; init; }
}
