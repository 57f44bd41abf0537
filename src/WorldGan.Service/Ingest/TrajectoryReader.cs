using System.Globalization;
using WorldGan.Logs;
using WorldGan.Service.Hosting;
using WorldGan.Worlds;

namespace WorldGan.Service.Ingest;

/// <summary>Reads what was sent: every step of it, or a fault.</summary>
internal static class TrajectoryReader
{
    /// <summary>Longest name of an episode in characters; longer ones no log takes.</summary>
    private const int LongestName = 1000;

    /// <summary>Reads the steps of a body.</summary>
    /// <param name="contentType">Its media type, which tells the form.</param>
    /// <param name="body">Its bytes.</param>
    /// <param name="spec">The world.</param>
    /// <exception cref="ProblemException">The form is not known (415), or a step is wrong or not whole (400).</exception>
    public static IReadOnlyList<Episode> Read(string? contentType, ArraySegment<byte> body, WorldSpec spec)
    {
        (string name, ArraySegment<byte> bytes) = contentType?.Split(';')[0].Trim().ToLowerInvariant() switch
        {
            "application/json" => ("steps.jsonl", new ArraySegment<byte>(JsonSteps.ToLines(body))),
            "application/x-ndjson" or "application/jsonl" => ("body.jsonl", body),
            "application/msgpack" or "application/vnd.msgpack" or "application/x-msgpack" => ("body.wglog", body),
            "text/csv" => ("body.csv", body),
            _ => throw new ProblemException(415, $"Expected application/json, application/x-ndjson, application/msgpack or text/csv, got {(string.IsNullOrEmpty(contentType) ? "no content type" : $"'{contentType}'")}."),
        };
        try
        {
            return [.. LogFile.Read(new MemoryStream(bytes.Array!, bytes.Offset, bytes.Count, writable: false), name, spec, ExpectWhole, LoggedNames.Required).Select(piece => ExpectUsable(piece, spec))];
        }
        catch (LogFormatException e)
        {
            throw new ProblemException(400, e.Message, e);
        }
    }

    /// <summary>
    /// What an episode must be like for a log to take it, and for a training to use it: a step that no training can read would keep its world from being trained for good. The rest was
    /// checked when it was read.
    /// </summary>
    /// <exception cref="ProblemException">It is not.</exception>
    public static Episode ExpectUsable(Episode piece, WorldSpec spec)
    {
        if (piece.Id.Length > LongestName) throw new ProblemException(400, $"Expected names of episodes of at most {LongestName} characters, got one of {piece.Id.Length}.");
        if (piece.FirstStep > int.MaxValue - piece.Count) throw new ProblemException(400, $"Episode '{piece.Id}': expected steps up to {int.MaxValue}, got {piece.Count} from {piece.FirstStep} on.");
        int width = spec.State.Count;
        for (int i = 0; i < piece.States.Length; i++) ExpectSingle(piece, Math.Min(i / width, piece.Count - 1), spec.State[i % width].Name, piece.States[i]);
        for (int t = 0; t < piece.Rewards.Length; t++) ExpectSingle(piece, t, "reward", piece.Rewards[t]);
        return piece;
    }

    private static void ExpectSingle(Episode piece, int t, string name, double value)
    {
        if (!float.IsFinite((float)value)) throw new ProblemException(400, string.Create(CultureInfo.InvariantCulture, $"Episode '{piece.Id}', step {piece.FirstStep + t}: '{name}' is {value}, expected a number that single precision holds."));
    }

    /// <summary>A file is all there is; a sender can send again. So what a reader of files would skip is a fault here.</summary>
    private static void ExpectWhole(LogNotice notice)
    {
        if (notice.Kind is LogNoticeKind.Damage or LogNoticeKind.TornTail or LogNoticeKind.IncompleteStep or LogNoticeKind.UnknownRecord)
            throw new ProblemException(400, notice.ToString());
    }
}
