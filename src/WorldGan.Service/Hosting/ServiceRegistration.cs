using Microsoft.Extensions.DependencyInjection.Extensions;
using WorldGan.Service.Acting;
using WorldGan.Service.Ingest;
using WorldGan.Service.Ingest.Inbox;
using WorldGan.Service.Ingest.Queue;
using WorldGan.Service.Operations;
using WorldGan.Service.Page;
using WorldGan.Service.Registry;
using WorldGan.Service.Security;
using WorldGan.Service.Training;

namespace WorldGan.Service.Hosting;

/// <summary>Puts the service into a host of one's own.</summary>
public static class ServiceRegistration
{
    /// <summary>
    /// Adds the service to a host, and gives the host <see cref="OperationsOptions.StopSeconds"/> to stop. <see cref="MapWorldGan"/> gives it its endpoints. Where it listens, with which certificate
    /// and for how many connections is the host's own matter: without keys the service answers this machine only, whatever the host listens to.
    /// </summary>
    /// <param name="services">The services of the host.</param>
    /// <param name="options">The options, such as those that <see cref="ServiceConfiguration.Read"/> finds.</param>
    /// <exception cref="ArgumentException">Options are out of their ranges; the message has a line for each fault.</exception>
    public static IServiceCollection AddWorldGan(this IServiceCollection services, ServiceOptions options)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(options);
        ServiceConfiguration.Expect(options);
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(options).AddSingleton(options.Ingest).AddSingleton(options.Security);
        services.AddSingleton(new DataFolder(options.Data));
        services.AddSingleton<WorldCatalogue>().AddSingleton<IWorldCatalogue>(provider => provider.GetRequiredService<WorldCatalogue>());
        services.AddSingleton<IngestGate>().AddSingleton<IngestMetrics>();
        services.AddSingleton<ApiKeys>().AddSingleton<RequestRates>();
        services.AddWebEncoders().AddTransient<ApiKeyHandler>();
        services.AddAuthenticationCore(schemes =>                  // AddAuthentication would also write keys for cookies into the user's folder, at every start
        {
            schemes.AddScheme<ApiKeyHandler>(ApiKeyHandler.SchemeName, null);
            schemes.DefaultScheme = ApiKeyHandler.SchemeName;
        });
        services.AddAuthorization(policies => Roles.AddTo(policies));
        services.AddSingleton<IngestHealth>();                     // it remembers when it last tried
        services.AddHealthChecks().AddCheck<IngestHealth>("ingest").AddCheck<TrainingHealth>("training").AddCheck<ActingHealth>("acting");
        services.AddHostedService<Startup>();
        services.AddHostedService<InboxWatcher>();
        services.AddSingleton(options.Queue).AddSingleton<QueueIntake>();
        if (options.Queue.Broker is not null) services.AddHostedService<QueueConsumer>();
        services.AddOperations(options.Operations).AddRegistry(options.Registry, options.Gate).AddActing(options.Acting).AddTraining(options.Training);
        return services;
    }

    /// <summary>Maps the endpoints of the service.</summary>
    public static void MapWorldGan(this IEndpointRouteBuilder endpoints)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        RouteGroupBuilder routes = endpoints.MapGroup("").AddEndpointFilter<ProblemFilter>().AddEndpointFilter<RequestGuard>().AddEndpointFilter<BodyBound>();
        routes.MapOperations();
        routes.MapIngest();
        routes.MapVersions();
        routes.MapJobs();
        routes.MapActing();
        routes.MapPage();
    }
}
