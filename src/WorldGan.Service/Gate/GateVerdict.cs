namespace WorldGan.Service.Gate;

/// <summary>What the gate says of a new version.</summary>
/// <param name="Answer">The answer.</param>
/// <param name="Words">The answer as a sentence without its full stop.</param>
/// <param name="Against">The version that it was compared with, or that it is to replace where that cannot be read; null where none was published.</param>
/// <param name="Confidence">How sure it is that the version is not worse, from 0 to 1; null where nothing can be told.</param>
/// <param name="Difference">By how much it is worth more, in discounted return of an episode in the learned world; null as above.</param>
/// <param name="Margin">The loss of return that counted as none; null where nothing was compared.</param>
internal sealed record GateVerdict(GateAnswer Answer, string Words, int? Against = null, double? Confidence = null, double? Difference = null, double? Margin = null);

/// <summary>Whether a version may answer.</summary>
internal enum GateAnswer
{
    /// <summary>It waits for somebody to promote it.</summary>
    Wait,

    /// <summary>It may be published.</summary>
    Publish,
}
