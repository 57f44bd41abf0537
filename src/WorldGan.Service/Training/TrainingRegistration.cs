
namespace WorldGan.Service.Training;

/// <summary>Puts the parts of this folder into a host.</summary>
internal static class TrainingRegistration
{
    /// <summary>Adds the jobs and the worker that runs them.</summary>
    public static IServiceCollection AddTraining(this IServiceCollection services, TrainingOptions options) => services
        .AddSingleton(options).AddSingleton<JobBook>().AddSingleton<JobTriggers>().AddSingleton<Trainer>().AddSingleton<TrainingMetrics>().AddHostedService<TrainingWorker>();
}
