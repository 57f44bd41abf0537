using WorldGan.Evaluation.Futures;
using WorldGan.Rollouts;
using WorldGan.Service.Hosting;
using WorldGan.Worlds;
using WorldGan.Worlds.Expressions;

namespace WorldGan.Service.Acting;

/// <summary>A question about what is to come, checked against the version that it asks.</summary>
internal sealed class Imagination
{
    private const int UsualHorizon = 100, UsualFutures = 256;

    /// <summary>What an answer says of a step takes as much memory as some futures of it: five quantiles of each variable, as objects and as text.</summary>
    private const int FuturesOfAnAnswer = 64;

    private readonly LoadedVersion _version;
    private readonly StartStates _starts;
    private readonly IPolicy _policy;
    private readonly int _horizon;

    /// <param name="question">What is asked.</param>
    /// <param name="version">The version that is asked.</param>
    /// <param name="options">What is too much.</param>
    /// <exception cref="ProblemException">The question is wrong (400) or too large (413); the message says where.</exception>
    public Imagination(FutureQuestion question, LoadedVersion version, ActingOptions options)
    {
        _version = version;
        WorldSpec spec = version.World.Spec;
        int[]? plan = question.Plan is { } actions ? [.. actions.Select((action, i) => Given.Action(action, $"plan[{i}]", spec))] : null;
        _horizon = HorizonOf(question, plan, spec);
        int futures = question.Futures ?? UsualFutures;
        if (futures < 1) throw new ProblemException(400, $"futures: expected at least 1, got {futures}.");
        ulong seed = Given.Seed(question.Seed);
        UInt128 numbers = ((UInt128)futures + FuturesOfAnAnswer) * ((UInt128)_horizon + 1) * (UInt128)spec.State.Count;
        if (numbers > (UInt128)options.MostFutureNumbers) throw new ProblemException(413, $"Expected at most {options.MostFutureNumbers} numbers, (futures + {FuturesOfAnAnswer}) · (horizon + 1) · {spec.State.Count}, got {numbers}.");
        _policy = plan is null ? version.Policy : new PlannedPolicy(plan);
        _starts = StartsOf(question.Starts, futures, seed);
        Event = question.Event is { } text ? Parse(text, spec) : null;
    }

    /// <summary>The event that is asked for.</summary>
    public StepCondition? Event { get; }

    /// <summary>Imagines the futures, on one thread.</summary>
    public RolloutBatch Run(CancellationToken cancellation) => RolloutEngine.Run(_version.World, _policy, _starts, _horizon, threads: 1, cancellation);

    /// <summary>What they look like.</summary>
    public SimulationAnswer Describe(RolloutBatch futures)
    {
        Forecast forecast = Forecaster.Of(futures, StepCondition.Parse("terminal", futures.Spec), _version.World.MemberOf);
        ReturnSpread returns = ReturnSpread.Of(Enumerable.Range(0, futures.Count).Select(row => futures.Return(row, 1)));
        return new SimulationAnswer(_version.Number, _horizon, futures.Count, forecast.Fans, ProbabilityByStep.Of(forecast), forecast.Endings, returns);
    }

    /// <summary>How likely the event is in them.</summary>
    public ForecastAnswer Count(RolloutBatch futures)
    {
        Forecast forecast = Forecaster.Of(futures, Event!, _version.World.MemberOf);
        EventByStep within = forecast.Within;
        return new ForecastAnswer(
            _version.Number, forecast.Event, _horizon, futures.Count, within.Probability, within.Interval.Low, within.Interval.High, within.Unknown, ProbabilityByStep.Of(forecast), forecast.Endings);
    }

    private static int HorizonOf(FutureQuestion question, int[]? plan, WorldSpec spec)
    {
        if (question is { Horizon: not null, Within: not null }) throw new ProblemException(400, "within: expected this or 'horizon', which mean the same, got both.");
        int horizon = question.Horizon ?? question.Within ?? plan?.Length ?? spec.StepLimit ?? UsualHorizon;
        if (horizon < 1) throw new ProblemException(400, $"horizon: expected at least 1 step, got {horizon}.");
        if (plan is not null && horizon > plan.Length) throw new ProblemException(400, $"plan: expected {horizon} actions, as many as the steps to look ahead, got {plan.Length}.");
        return horizon;
    }

    private StartStates StartsOf(double[]?[]? starts, int futures, ulong seed)
    {
        if (starts is null) return StartStates.Episodes(_version.World, futures, seed);
        if (starts.Length == 0 || starts.Length > futures) throw new ProblemException(400, $"starts: expected 1 to {futures} states, at most as many as futures, got {starts.Length}.");
        int width = _version.Given.Width;
        var rows = new float[futures * width];
        for (int i = 0; i < starts.Length; i++) _version.WriteRow(starts[i], i, rows.AsSpan(i * width, width), "starts");
        for (int i = starts.Length; i < futures; i++) rows.AsSpan(i % starts.Length * width, width).CopyTo(rows.AsSpan(i * width));
        return new StartStates([.. Enumerable.Range(0, futures).Select(i => new RowKey(seed, (uint)i, 0))], rows);
    }

    private static StepCondition Parse(string text, WorldSpec spec)
    {
        try
        {
            return StepCondition.Parse(text, spec);
        }
        catch (ExpressionException e)
        {
            throw new ProblemException(400, $"event '{Given.Shorten(text)}', {e.Message}", e);
        }
    }
}
