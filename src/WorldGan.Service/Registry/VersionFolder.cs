namespace WorldGan.Service.Registry;

/// <summary>The folder of one version.</summary>
/// <param name="path">The folder.</param>
internal sealed class VersionFolder(string path)
{
    /// <summary>The folder itself.</summary>
    public string Path { get; } = path;

    /// <summary>version.json: what it is.</summary>
    public string Description => Of("version.json");

    /// <summary>world.safetensors: the learned world.</summary>
    public string World => Of("world.safetensors");

    /// <summary>policy.safetensors: the policy.</summary>
    public string Policy => Of("policy.safetensors");

    /// <summary>scores.json: what both are worth.</summary>
    public string Scores => Of("scores.json");

    /// <summary>All files but the description.</summary>
    public IReadOnlyList<string> Content => [World, Policy, Scores];

    /// <summary>Reads the scores; null where they are not there, or cannot be read.</summary>
    public async Task<byte[]?> ReadScoresAsync(CancellationToken cancellation)
    {
        try
        {
            return File.Exists(Scores) ? await File.ReadAllBytesAsync(Scores, cancellation) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private string Of(string name) => System.IO.Path.Combine(Path, name);
}
