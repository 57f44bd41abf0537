using WorldGan.Service.Gate;

namespace WorldGan.Service.Registry;

/// <summary>Puts the parts of this folder into a host.</summary>
internal static class RegistryRegistration
{
    /// <summary>Adds the registry of versions and the gate before it.</summary>
    public static IServiceCollection AddRegistry(this IServiceCollection services, RegistryOptions options, GateOptions gate)
    {
        services.AddSingleton(options).AddSingleton(gate).AddSingleton<PublicationGate>();
        return options.ConnectionString is null ? services.AddSingleton<IVersionRegistry, FolderRegistry>() : services.AddSingleton<IVersionRegistry, PostgresRegistry>();
    }
}
