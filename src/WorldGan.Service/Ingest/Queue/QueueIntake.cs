using System.Security.Cryptography;
using WorldGan.Numerics;
using WorldGan.Service.Hosting;
using WorldGan.Service.Operations;

namespace WorldGan.Service.Ingest.Queue;

/// <summary>What becomes of a message.</summary>
internal enum Verdict
{
    /// <summary>It is on the disk: in a log, or in quarantine where it can never be taken in.</summary>
    Acknowledge,

    /// <summary>It could not be written now, and is to come again.</summary>
    Redeliver,
}

/// <summary>A message on its way to the disk.</summary>
/// <param name="World">What it says is its world.</param>
/// <param name="Body">Its body.</param>
/// <param name="Receipt">Completes when its steps are on the disk, or fails when none was taken.</param>
internal sealed record QueueMessage(string? World, byte[] Body, Task<Receipt> Receipt);

/// <summary>Takes in messages; each is like the body of a request.</summary>
internal sealed class QueueIntake(IWorldCatalogue worlds, DataFolder data, IngestGate gate, IngestMetrics metrics, ILogger<QueueIntake> logger)
{
    /// <summary>Begins to take in a message. Messages are on their way to the disk in the order in which they were begun.</summary>
    /// <param name="world">What the message says is its world.</param>
    /// <param name="contentType">Media type of its body.</param>
    /// <param name="body">Its body.</param>
    public QueueMessage Begin(string? world, string? contentType, byte[] body) => new(world, body, TakeAsync(world, contentType, body));

    /// <summary>What becomes of a message, once that is known.</summary>
    public async Task<Verdict> SettleAsync(QueueMessage message)
    {
        HostedWorld? hosted = WorldName.TryParse(message.World, out WorldName name) ? worlds.Find(name) : null;
        try
        {
            Receipt receipt = await message.Receipt;
            metrics.Add(hosted!.Name, receipt);
            return Verdict.Acknowledge;
        }
        catch (ProblemException e)
        {
            if (hosted is not null) metrics.Refuse(hosted.Name, e.Status);
            return e.Status is 429 or >= 500 ? Verdict.Redeliver : PutAside(hosted?.Folder.Quarantine ?? data.Quarantine, message.Body, e.Message);
        }
    }

    private async Task<Receipt> TakeAsync(string? world, string? contentType, byte[] body)
    {
        HostedWorld hosted = worlds.Require(world ?? "");
        using IDisposable inside = gate.Enter(body.Length);
        return await hosted.Log.AppendAsync(TrajectoryReader.Read(contentType, body, hosted.Spec), Gaps.Refused);
    }

    /// <summary>Keeps a message that can never be taken in. Its name comes from its bytes, so one that is delivered twice is kept once.</summary>
    private Verdict PutAside(string folder, byte[] body, string reason)
    {
        string path = Path.Combine(folder, $"queue-{Convert.ToHexStringLower(SHA256.HashData(body))[..16]}.message");
        try
        {
            Directory.CreateDirectory(folder);
            AtomicFile.Write(path, body);
            File.WriteAllText(path + ".reason.txt", reason + "\n");
            FolderFlush.Flush(folder);                             // the broker forgets the message now
            FolderFlush.Flush(Path.GetDirectoryName(folder)!);
            logger.InboxFault(path, reason);
            return Verdict.Acknowledge;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            logger.InboxWaits(path, e.Message);
            return Verdict.Redeliver;
        }
    }
}
