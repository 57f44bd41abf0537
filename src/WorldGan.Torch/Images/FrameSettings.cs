namespace WorldGan.Torch.Images;

/// <summary>The settings of a run of a world of images. The file run.json in such a world's folder holds those that suit it.</summary>
public sealed record FrameSettings
{
    /// <summary>Seed of everything random in training.</summary>
    public ulong Seed { get; init; }

    /// <summary>How the world is learned.</summary>
    public FrameModelOptions Frames { get; init; } = new();
}
