namespace WorldGan.Service.Hosting;

/// <summary>Worlds by the names in addresses.</summary>
internal static class HostedWorlds
{
    /// <summary>The world of an address.</summary>
    /// <exception cref="ProblemException">There is none of this name (404).</exception>
    public static HostedWorld Hosted(this IWorldCatalogue worlds, string name) => WorldName.TryParse(name, out WorldName world) && worlds.Find(world) is { } hosted ? hosted
        : throw new ProblemException(404, "Expected one of the worlds of this service, got another name. GET /v1/worlds lists them.");
}
