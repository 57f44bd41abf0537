using System.Text.Json;
using WorldGan.Service.Hosting;
using WorldGan.Worlds;

namespace WorldGan.Service.Acting;

/// <summary>A question about what is to come.</summary>
internal sealed record FutureQuestion
{
    /// <summary>Seeds as large as this one are numbers in every program that reads JSON.</summary>
    public const long LargestSeed = (1L << 53) - 1;

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

    /// <summary>A seed that somebody gives; 0 where nobody does.</summary>
    /// <exception cref="ProblemException">It is out of range (400).</exception>
    public static ulong SeedOf(long? seed) =>
        seed is < 0 or > LargestSeed ? throw new ProblemException(400, $"seed: expected a whole number from 0 to {LargestSeed}, got {seed}.") : (ulong)(seed ?? 0);

    /// <summary>An action that somebody gives by its number or its name.</summary>
    /// <exception cref="ProblemException">There is no such action (400); the message says where.</exception>
    public static int ActionOf(JsonElement action, string place, WorldSpec spec)
    {
        if (action.ValueKind == JsonValueKind.Number && action.TryGetInt32(out int number) && number >= 0 && number < spec.Actions.Count) return number;
        string[] names = [.. spec.Actions.Select(one => one.Name)];
        try
        {
            int named = action.ValueKind == JsonValueKind.String ? Array.IndexOf(names, action.GetString()) : -1;
            return named >= 0 ? named : throw Fault(Shorten(action.GetRawText()));
        }
        catch (InvalidOperationException)                      // JSON may hold bytes that are no text, and halves of characters
        {
            throw Fault("text that is no Unicode");
        }

        ProblemException Fault(string got) => new(400, $"{place}: expected one of {string.Join(", ", names)}, or a number from 0 to {names.Length - 1}, got {got}.");
    }

    /// <summary>Text for a message.</summary>
    public static string Shorten(string text) => text.Length <= 60 ? text : text[..60] + "…";
}
