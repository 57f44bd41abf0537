using WorldGan.Runs;

namespace WorldGan.Cli.Display;

/// <summary>Shows how a run goes on while it works.</summary>
internal interface IProgressDisplay
{
    /// <summary>Does the work and shows what it reports.</summary>
    T Show<T>(Func<IProgress<RunEvent>, T> work);
}
