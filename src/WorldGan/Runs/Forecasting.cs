using WorldGan.Evaluation.Futures;
using WorldGan.Rollouts;
using WorldGan.WorldModel;
using WorldGan.Worlds;
using WorldGan.Worlds.Expressions;

namespace WorldGan.Runs;

/// <summary>Asks the learned world of a run what is to come.</summary>
/// <example><code>
/// var request = new ForecastRequest { Event = "height > 1", Plan = "up*10", From = "[0.5, 2.6]" };
/// Forecast forecast = Forecasting.Run(new RunFolder("runs/arm"), request, threads: 2);
/// Console.WriteLine(forecast.Steps[^1].Probability);
/// </code></example>
public static class Forecasting
{
    /// <summary>Forecasts an event and the variables of the world, under a policy or a plan.</summary>
    /// <param name="folder">The folder of a run that has learned a world.</param>
    /// <param name="request">What to forecast.</param>
    /// <param name="threads">Threads to use; the result does not depend on it.</param>
    /// <param name="cancellation">Stops the forecast.</param>
    /// <exception cref="ArgumentException">The event, the start, the plan or the policy is wrong; the message says where.</exception>
    /// <exception cref="InvalidDataException">The run has not yet learned what is asked for.</exception>
    /// <exception cref="IOException">There is no run in the folder, or a file cannot be read.</exception>
    public static Forecast Run(RunFolder folder, ForecastRequest request, int threads, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(request);
        RunDescription run = folder.ReadDescription();
        LearnedWorld world = LearnedWorldFile.Read(folder.Expect(folder.World)).World;
        StepCondition condition = Condition(request.Event, world.Spec);
        StartStates starts = ForecastStart.Read(request.From, run, world, request.Futures, request.Seed);
        (IPolicy policy, int horizon) = Actor(request, folder, world, starts.Keys[0].Step, threads);
        return Forecaster.Run(world, policy, starts, condition, horizon, world.MemberOf, threads, cancellation);
    }

    private static StepCondition Condition(string text, WorldSpec spec)
    {
        try
        {
            return StepCondition.Parse(text, spec);
        }
        catch (ExpressionException e)
        {
            throw new ArgumentException($"Event '{text}', {e.Message}", e);
        }
    }

    private static (IPolicy Policy, int Horizon) Actor(ForecastRequest request, RunFolder folder, LearnedWorld world, uint firstStep, int threads)
    {
        if (request.Plan is not { } text)
            return (PolicyChoice.Find(request.Policy, folder, world, request.Planning, threads), request.Within ?? throw new ArgumentException("Expected a number of steps to look ahead, or a plan, got neither."));
        IReadOnlyList<int> plan = ActionPlan.Parse(text, world.Spec);
        int horizon = request.Within ?? plan.Count;
        if (horizon > plan.Count) throw new ArgumentException($"Expected a plan of {horizon} actions, as many as the steps to look ahead, got one of {plan.Count}.");
        return (new PlannedPolicy(plan, firstStep), horizon);
    }
}
