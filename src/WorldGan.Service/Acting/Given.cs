using System.Text.Json;
using WorldGan.Service.Hosting;
using WorldGan.Worlds;

namespace WorldGan.Service.Acting;

/// <summary>What questions of several kinds give alike.</summary>
internal static class Given
{
    /// <summary>Seeds as large as this one are numbers in every program that reads JSON.</summary>
    public const long LargestSeed = (1L << 53) - 1;

    /// <summary>A seed that somebody gives; 0 where nobody does.</summary>
    /// <exception cref="ProblemException">It is out of range (400).</exception>
    public static ulong Seed(long? seed) =>
        seed is < 0 or > LargestSeed ? throw new ProblemException(400, $"seed: expected a whole number from 0 to {LargestSeed}, got {seed}.") : (ulong)(seed ?? 0);

    /// <summary>An action that somebody gives by its number or its name.</summary>
    /// <exception cref="ProblemException">There is no such action (400); the message says where.</exception>
    public static int Action(JsonElement action, string place, WorldSpec spec)
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
