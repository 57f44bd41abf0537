namespace WorldGan.Service.Security;

/// <summary>What a caller may do. Each is the name of an authorisation policy; whoever may operate may do everything, and whoever may send in data may read.</summary>
internal static class Roles
{
    /// <summary>To ask for actions, forecasts and lists.</summary>
    public const string Read = "read";

    /// <summary>To send in trajectories.</summary>
    public const string Ingest = "ingest";

    /// <summary>To add worlds, start and cancel jobs, promote and roll back.</summary>
    public const string Operate = "operate";

    /// <summary>All of them, the least first.</summary>
    public static IReadOnlyList<string> All { get; } = [Read, Ingest, Operate];
}
