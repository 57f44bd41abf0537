namespace WorldGan.Logs.Assembly;

/// <summary>A step of a file that is no log of ours.</summary>
/// <param name="Step">The step.</param>
/// <param name="Place">Where it stands.</param>
internal readonly record struct PlacedStep(LooseStep Step, LogPlace Place);
