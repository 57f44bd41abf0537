using WorldGan.Runs;

namespace WorldGan.Service.Training;

/// <summary>The folder of one job.</summary>
/// <param name="path">The folder.</param>
internal sealed class JobFolder(string path)
{
    /// <summary>The folder itself.</summary>
    public string Path { get; } = path;

    /// <summary>job.json: what it is and where it stands.</summary>
    public string Description => System.IO.Path.Combine(Path, "job.json");

    /// <summary>run: the training itself.</summary>
    public RunFolder Run => new(System.IO.Path.Combine(Path, "run"));

    /// <summary>When the training last saved something that it can go on from; null where it has not.</summary>
    public DateTimeOffset? SavedAt()
    {
        string[] checkpoints = Directory.Exists(Run.Checkpoints) ? Directory.GetFiles(Run.Checkpoints, "*.safetensors") : [];
        DateTime[] saved = [.. checkpoints.Concat([Run.World, Run.Policy, Run.Scores]).Where(File.Exists).Select(File.GetLastWriteTimeUtc)];
        return saved.Length == 0 ? null : new DateTimeOffset(saved.Max());
    }
}
