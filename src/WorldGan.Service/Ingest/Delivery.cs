using WorldGan.Logs;

namespace WorldGan.Service.Ingest;

/// <summary>Pieces of episodes that are written together or not at all.</summary>
/// <param name="pieces">The pieces.</param>
/// <param name="gaps">Whether steps before a piece may be missing.</param>
internal sealed class Delivery(IReadOnlyList<Episode> pieces, Gaps gaps)
{
    private readonly TaskCompletionSource<Receipt> _receipt = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<Episode> _new = [];

    /// <summary>What is new of the pieces.</summary>
    public IReadOnlyList<Episode> New => _new;

    /// <summary>Completes when the steps are on the disk, or fails when nothing was taken.</summary>
    public Task<Receipt> Receipt => _receipt.Task;

    /// <summary>Asks the index what is new. On a fault the index is as it was, and the delivery has failed.</summary>
    public bool TryTake(EpisodeIndex index)
    {
        int mark = index.Mark;
        try
        {
            foreach (Episode piece in pieces) _new.AddRange(index.Take(piece, gaps));
            return true;
        }
        catch (Exception e)
        {
            index.RollBack(mark);
            Fail(e);
            return false;
        }
    }

    /// <summary>The steps are on the disk.</summary>
    public void Complete()
    {
        int accepted = _new.Sum(piece => piece.Count);
        _receipt.SetResult(new Receipt(accepted, pieces.Sum(piece => piece.Count) - accepted));
    }

    /// <summary>Nothing was taken.</summary>
    public void Fail(Exception reason) => _receipt.SetException(reason);
}
