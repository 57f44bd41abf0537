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
}
