namespace WorldGan.Policies;

/// <summary>Where the transitions come from that a policy learns from.</summary>
public enum PolicySource
{
    /// <summary>Branches imagined in a learned world from logged states, beside logged rows.</summary>
    Imagination,

    /// <summary>The log alone.</summary>
    Log,

    /// <summary>Episodes in the true world from its own beginnings. For checks: whoever has a simulator needs no learned world.</summary>
    Simulator,
}
