namespace WorldGan.Logs.Assembly;

/// <summary>One step as a file of text gives it, its values as they stand there; null where the file does not say.</summary>
internal sealed class LooseStep
{
    public string? Episode { get; set; }

    public double? Step { get; set; }

    public double[]? State { get; set; }

    /// <summary>The action as text: a name, or the digits of a number.</summary>
    public string? Action { get; set; }

    public double? Reward { get; set; }

    public double? ActionProbability { get; set; }

    public bool Terminated { get; set; }

    public bool Truncated { get; set; }

    public double[]? NextState { get; set; }
}
