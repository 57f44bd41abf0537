using WorldGan.Worlds;

namespace WorldGan.Policies.Planning;

/// <summary>Looks for the action that begins the best plan.</summary>
internal interface IPlanSearch
{
    /// <summary>Searches from one state.</summary>
    /// <param name="key">What its randomness hangs on; its step is where the plan begins.</param>
    /// <param name="state">[S] the state.</param>
    int FirstAction(RowKey key, ReadOnlySpan<float> state);
}
