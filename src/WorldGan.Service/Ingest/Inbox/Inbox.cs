using WorldGan.Logs;
using WorldGan.Service.Hosting;
using WorldGan.Service.Operations;

namespace WorldGan.Service.Ingest.Inbox;

/// <summary>
/// The inbox of one world. A .csv or .jsonl is taken in when it no longer grows; a .wglog is followed while it does. Episodes are named after their
/// file, since every recording may count its own from 0.
/// </summary>
/// <param name="world">The world.</param>
/// <param name="options">How long files are kept.</param>
/// <param name="metrics">Counts what was taken in.</param>
/// <param name="time">What the time is.</param>
/// <param name="logger">Told of what was put aside.</param>
internal sealed class Inbox(HostedWorld world, IngestOptions options, IngestMetrics metrics, TimeProvider time, ILogger logger)
{
    /// <summary>Steps that are appended at once: enough to make a flush cheap, few enough for memory.</summary>
    private const int StepsAtOnce = 20_000;

    private readonly Dictionary<string, FollowedFile> _followed = new(StringComparer.Ordinal);
    private readonly SettledFiles _settled = new(world.Folder);
    private readonly Dictionary<string, string> _waits = new(StringComparer.Ordinal);      // why files wait, so that it is told once
    private HashSet<InboxFile> _seen = [];

    /// <summary>Looks through the inbox once.</summary>
    public async Task ScanAsync(CancellationToken cancellation)
    {
        IReadOnlyList<InboxFile> files = InboxFile.In(world.Folder.Inbox);
        foreach (InboxFile file in files)
        {
            cancellation.ThrowIfCancellationRequested();
            await TryTakeAsync(file);
        }

        _seen = [.. files];
        foreach (string gone in _followed.Keys.Union(_waits.Keys).Except(files.Select(file => file.Path)).ToArray()) Forget(gone);
        SettledFiles.Prune(world.Folder.Taken, time.GetUtcNow().AddDays(-options.InboxKeepDays));
        SettledFiles.Prune(world.Folder.Quarantine, time.GetUtcNow().AddDays(-options.QuarantineKeepDays));
    }

    private async Task TryTakeAsync(InboxFile file)
    {
        try
        {
            await TakeOrPutAsideAsync(file);
        }
        catch (Exception e) when (e is not OperationCanceledException)     // whatever it is, the files behind it are taken in
        {
            _followed.Remove(file.Path);
            if (_waits.GetValueOrDefault(file.Path) != e.Message) logger.InboxWaits(file.Path, e.Message);       // a full disk, or a file that is gone again: the next scan tries again
            _waits[file.Path] = e.Message;
        }
    }

    private async Task TakeOrPutAsideAsync(InboxFile file)
    {
        try
        {
            if (file.Ending == ".wglog") await FollowAsync(file);
            else if (_seen.Contains(file)) await TakeWholeAsync(file);
        }
        catch (Exception e) when (e is ArgumentException or LogFormatException or ProblemException { Status: < 500 })
        {
            PutAside(file, e.Message);
        }
    }

    /// <summary>Reads a file twice: it is taken in only if nothing in it is wrong.</summary>
    private async Task TakeWholeAsync(InboxFile file)
    {
        var lost = new List<string>();
        foreach (Episode piece in Read(file, notice => AddLoss(lost, notice))) Named(piece, file);
        await AppendAsync(Read(file, null), file);
        Settle(file, lost);
    }

    private async Task FollowAsync(InboxFile file)
    {
        FollowedFile followed = _followed.GetValueOrDefault(file.Path) ?? new FollowedFile(new LogFollower(file.Path, world.Spec, notice => logger.LogDamaged(notice.ToString())), 0);
        if (file.Length < followed.Length) throw new ProblemException(400, $"{file.Name}: expected a log that only grows, got one that is {file.Length} bytes long after {followed.Length}.");
        if (file.Length > followed.Length)
        {
            await AppendAsync(followed.Log.ReadOn(), file);
            followed = followed with { Length = file.Length };
        }

        _followed[file.Path] = followed;
        if (time.GetUtcNow() - file.Written > TimeSpan.FromDays(options.InboxKeepDays)) Conclude(file);
    }

    /// <summary>Reads a log once more that does not grow any more: only now is what is torn at its end lost, and damage may have been told before a restart.</summary>
    private void Conclude(InboxFile file)
    {
        var lost = new List<string>();
        foreach (Episode _ in Read(file, notice => AddLoss(lost, notice))) { }
        Settle(file, lost);
    }

    private void Settle(InboxFile file, List<string> lost)
    {
        if (lost.Count == 0) _settled.Keep(file.Path, time.GetUtcNow());
        else PutAside(file, "Everything else in the file was taken in.\n" + string.Join('\n', lost));
    }

    private async Task AppendAsync(IEnumerable<Episode> pieces, InboxFile file)
    {
        var group = new List<Episode>();
        int steps = 0;
        foreach (Episode piece in pieces)
        {
            group.Add(Named(piece, file));
            if ((steps += piece.Count) < StepsAtOnce) continue;
            await AppendAsync(group);
            (group, steps) = ([], 0);
        }

        if (group.Count > 0) await AppendAsync(group);
    }

    private async Task AppendAsync(IReadOnlyList<Episode> group) => metrics.Add(world.Name, await world.Log.AppendAsync(group, Gaps.Taken));

    private IEnumerable<Episode> Read(InboxFile file, Action<LogNotice>? notices) => LogFile.Read(file.Path, world.Spec, notices);

    private void PutAside(InboxFile file, string reason)
    {
        _followed.Remove(file.Path);
        _settled.Quarantine(file.Path, reason, time.GetUtcNow());
        logger.InboxFault(file.Path, reason);
    }

    private void Forget(string path)
    {
        _followed.Remove(path);
        _waits.Remove(path);
    }

    private Episode Named(Episode piece, InboxFile file) => TrajectoryReader.ExpectUsable(piece with { Id = $"{file.Name}/{piece.Id}" }, world.Spec);

    private static void AddLoss(List<string> lost, LogNotice notice)
    {
        if (notice.Kind is LogNoticeKind.Damage or LogNoticeKind.TornTail or LogNoticeKind.IncompleteStep or LogNoticeKind.UnknownRecord) lost.Add(notice.ToString());
    }

    private sealed record FollowedFile(LogFollower Log, long Length);
}
