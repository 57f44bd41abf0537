using System.ComponentModel.DataAnnotations;

namespace WorldGan.Service.Gate;

/// <summary>When a new version is published without being asked.</summary>
public sealed record GateOptions
{
    /// <summary>How sure it must be that the new policy is not worse than the current one, 0.5 to 0.999.</summary>
    [Range(0.5, 0.999)]
    public double Confidence { get; init; } = 0.9;

    /// <summary>The loss that still counts as none, as a share of what the current policy is worth, 0 to 1: without some, two policies that are alike could never be told from worse ones.</summary>
    [Range(0.0, 1.0)]
    public double Margin { get; init; } = 0.02;

    /// <summary>What becomes of the first version, where there is none to compare with.</summary>
    public FirstVersion First { get; init; } = FirstVersion.Publish;
}

/// <summary>What becomes of the first version of a world.</summary>
public enum FirstVersion
{
    /// <summary>It is published: before it there is no answer at all.</summary>
    Publish,

    /// <summary>It is published where it is better than the policy that made the log, with the confidence that is asked for.</summary>
    BetterThanLog,

    /// <summary>It waits for somebody to promote it.</summary>
    Wait,
}
