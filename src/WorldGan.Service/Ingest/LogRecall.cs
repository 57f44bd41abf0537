using WorldGan.Logs;
using WorldGan.Service.Hosting;

namespace WorldGan.Service.Ingest;

/// <summary>
/// Knows the steps of a log again at a start: from the index of each segment, or from the segment itself where that has none. The latest steps are read in any
/// case, since their content is remembered.
/// </summary>
/// <param name="segments">The log.</param>
/// <param name="known">Takes in what is there.</param>
/// <param name="notices">Told of what is damaged.</param>
internal sealed class LogRecall(SegmentFolder segments, EpisodeIndex known, Action<string> notices)
{
    /// <summary>Takes in all segments.</summary>
    /// <param name="rememberedSteps">Latest steps whose content is wanted.</param>
    /// <returns>Steps in the log.</returns>
    /// <exception cref="LogFormatException">A segment is of another world.</exception>
    public long Run(int rememberedSteps)
    {
        string[] paths = segments.Paths;
        SegmentIndex?[] indices = [.. paths.Select(SegmentIndexFile.TryRead)];
        long[] steps = [.. indices.Select(index => index?.Steps ?? 0)];
        long all = 0, later = steps.Sum();
        for (int i = 0; i < paths.Length; i++)
        {
            later -= steps[i];
            if (indices[i] is { } index && known.TryKnow(index.Pieces))
            {
                if (later < rememberedSteps) Remember(paths[i], steps[i] + later - rememberedSteps);
                all += steps[i];
            }
            else
            {
                all += Read(paths[i]);
            }
        }

        return all;
    }

    /// <summary>Reads a segment, and makes the index that it lacks. From now on its steps are acknowledged as known, so they are flushed first: whoever wrote them may have been killed before.</summary>
    private long Read(string path)
    {
        segments.Flush(path);
        long steps = 0;
        var index = new SegmentIndex();
        foreach (Episode piece in segments.Read(path, Tell))
        {
            try
            {
                steps += known.Take(piece, Gaps.Taken).Sum(part => (long)part.Count);
            }
            catch (ProblemException e)
            {
                notices(e.Message);
            }

            known.Commit();
            index.Add(KnownPiece.Of(piece));
        }

        SegmentIndexFile.TryWrite(path, index, notices);
        return steps;
    }

    /// <summary>That an episode goes on in another segment is as it should be.</summary>
    private void Tell(LogNotice notice)
    {
        if (notice.Kind != LogNoticeKind.LateStart) notices(notice.ToString());
    }

    /// <summary>Reads the content of the last steps of a segment.</summary>
    private void Remember(string path, long skippedSteps)
    {
        foreach (Episode piece in segments.Read(path, Tell))
            if ((skippedSteps -= piece.Count) < 0) known.Remember(piece);
    }
}
