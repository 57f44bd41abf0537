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

/// <summary>Takes in messages; each is like the body of a request.</summary>
internal sealed class QueueIntake(IWorldCatalogue worlds, DataFolder data, IngestGate gate, IngestMetrics metrics, ILogger<QueueIntake> logger)
{
    /// <summary>Takes in one message.</summary>
    /// <param name="world">What the message says is its world.</param>
    /// <param name="contentType">Media type of its body.</param>
    /// <param name="body">Its body.</param>
    public async Task<Verdict> TakeAsync(string? world, string? contentType, ReadOnlyMemory<byte> body)
    {
        HostedWorld? hosted = null;
        try
        {
            hosted = worlds.Require(world ?? "");
            using IDisposable inside = gate.Enter(body.Length);
            Receipt receipt = await hosted.Log.AppendAsync(TrajectoryReader.Read(contentType, body.ToArray(), hosted.Spec), Gaps.Refused);
            metrics.Add(hosted.Name, receipt);
            return Verdict.Acknowledge;
        }
        catch (ProblemException e)
        {
            if (hosted is not null) metrics.Refuse(hosted.Name, e.Status);
            return e.Status is 429 or >= 500 ? Verdict.Redeliver : PutAside(hosted?.Folder.Quarantine ?? data.Quarantine, body, e.Message);
        }
    }

    /// <summary>Keeps a message that can never be taken in. Its name comes from its bytes, so one that is delivered twice is kept once.</summary>
    private Verdict PutAside(string folder, ReadOnlyMemory<byte> body, string reason)
    {
        string path = Path.Combine(folder, $"queue-{Convert.ToHexStringLower(SHA256.HashData(body.Span))[..16]}.message");
        try
        {
            Directory.CreateDirectory(folder);
            AtomicFile.Write(path, body.ToArray());
            File.WriteAllText(path + ".reason.txt", reason + "\n");
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
