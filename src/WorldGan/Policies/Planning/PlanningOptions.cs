using System.ComponentModel.DataAnnotations;

namespace WorldGan.Policies.Planning;

/// <summary>How a policy plans. The rollouts of a decision are population · iterations · futures, each of up to horizon steps.</summary>
public sealed record PlanningOptions
{
    /// <summary>Steps of a plan; what comes behind them is judged by a value function, where there is one.</summary>
    [Range(1, 10_000)]
    public int Horizon { get; init; } = 30;

    /// <summary>Plans that are tried side by side.</summary>
    [Range(2, 1_000_000)]
    public int Population { get; init; } = 64;

    /// <summary>How often plans are drawn, the cross-entropy method learning from each time for the next.</summary>
    [Range(1, 1000)]
    public int Iterations { get; init; } = 4;

    /// <summary>Futures in which each plan is tried, at least as many as the world has members to hear most of them.</summary>
    [Range(1, 1000)]
    public int Futures { get; init; } = 5;

    /// <summary>Share of the plans that the cross-entropy method learns from: the best.</summary>
    [Range(0.001, 1)]
    public double EliteShare { get; init; } = 0.05;

    /// <summary>How much of its earlier probabilities the cross-entropy method keeps.</summary>
    [Range(0, 0.999)]
    public double Momentum { get; init; } = 0.3;
}
