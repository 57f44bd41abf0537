namespace WorldGan.Policies.Sources;

/// <summary>Which transitions a gradient step learns from: first logged ones, then others.</summary>
internal sealed class TransitionBatch(int rows)
{
    /// <summary>[B] where each transition is, in the log or in the replay.</summary>
    public int[] Rows { get; } = new int[rows];

    /// <summary>[B] weight of each.</summary>
    public float[] Weights { get; } = new float[rows];

    /// <summary>Transitions that are logged.</summary>
    public int Logged { get; set; }
}
