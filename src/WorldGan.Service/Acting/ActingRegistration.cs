
namespace WorldGan.Service.Acting;

/// <summary>Puts the parts of this folder into a host.</summary>
internal static class ActingRegistration
{
    /// <summary>Adds what answers, with the published versions loaded before the host takes a request.</summary>
    public static IServiceCollection AddActing(this IServiceCollection services, ActingOptions options) => services
        .AddSingleton(options).AddSingleton<ActingWorlds>().AddSingleton<ActDesks>().AddSingleton<ActMetrics>().AddSingleton<ActingBodies>().AddSingleton<FutureQueue>()
        .AddHostedService<VersionWatch>().AddHostedService<ActSocket>();
}
