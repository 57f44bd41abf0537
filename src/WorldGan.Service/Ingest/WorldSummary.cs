namespace WorldGan.Service.Ingest;

/// <summary>A world in the list of worlds.</summary>
/// <param name="Name">Its name.</param>
/// <param name="State">[S] names of the state variables, in the order of every state.</param>
/// <param name="Actions">[A] names of the actions; an action's number is its place.</param>
/// <param name="AcceptedSteps">Steps in its log.</param>
internal sealed record WorldSummary(string Name, IReadOnlyList<string> State, IReadOnlyList<string> Actions, long AcceptedSteps)
{
    public static WorldSummary Of(HostedWorld world) =>
        new(world.Name.Value, [.. world.Spec.State.Select(variable => variable.Name)], [.. world.Spec.Actions.Select(action => action.Name)], world.Log.AcceptedSteps);
}
