using System.Globalization;

namespace WorldGan.Logs.Messages;

/// <summary>Where a value stands in the messages of a topic: <c>/joint_states.position[2]</c>, or <c>/joint_states.position[elbow]</c> for the place at which the list <c>name</c> beside it has that name.</summary>
/// <param name="Text">The path as it was written.</param>
/// <param name="Topic">The topic: all up to the first dot behind the last slash.</param>
/// <param name="Steps">Names of fields, and places in brackets.</param>
internal sealed record FieldPath(string Text, string Topic, IReadOnlyList<FieldStep> Steps)
{
    public const string Expected = "a topic, a dot and a field, such as '/joint_states.position[2]'";

    /// <summary>Reads a path; null where it is none.</summary>
    public static FieldPath? TryParse(string text)
    {
        int dot = text.IndexOf('.', text.LastIndexOf('/') + 1);
        if (dot <= 0) return null;
        var steps = new List<FieldStep>();
        foreach (string part in text[(dot + 1)..].Split('.'))
            if (!TryAdd(part, steps)) return null;
        return new FieldPath(text, text[..dot], steps);
    }

    private static bool TryAdd(string part, List<FieldStep> steps)
    {
        int bracket = part.IndexOf('[', StringComparison.Ordinal), end = bracket < 0 ? part.Length : bracket;
        if (end == 0 || part.AsSpan(0, end).ContainsAny("] \t")) return false;
        steps.Add(new FieldStep(part[..end], -1, null));
        while (end < part.Length)
        {
            int close = part.IndexOf(']', end);
            if (part[end] != '[' || close <= end + 1) return false;
            string inside = part[(end + 1)..close];
            steps.Add(int.TryParse(inside, NumberStyles.None, CultureInfo.InvariantCulture, out int place) ? new FieldStep(null, place, null) : new FieldStep(null, -1, inside));
            end = close + 1;
        }

        return true;
    }
}

/// <summary>One step of a path; one of the three is given.</summary>
/// <param name="Field">The name of a field.</param>
/// <param name="Place">A place in a list, from 0; otherwise -1.</param>
/// <param name="Name">The name of a place in a list.</param>
internal readonly record struct FieldStep(string? Field, int Place, string? Name);
