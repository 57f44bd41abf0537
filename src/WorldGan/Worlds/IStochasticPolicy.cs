namespace WorldGan.Worlds;

/// <summary>A policy that knows how probable its choices are.</summary>
public interface IStochasticPolicy : IPolicy
{
    /// <summary>The probability, from 0 to 1, with which it takes an action.</summary>
    /// <param name="key">The row's key before the step; it says which policy acts in an episode, but draws no action.</param>
    /// <param name="state">[S] the state in the units of the specification.</param>
    /// <param name="action">Index of the action.</param>
    double Probability(RowKey key, ReadOnlySpan<float> state, int action);

    /// <summary>The probability with which any policy takes an action; one that is not of this kind is taken to be sure of its choice.</summary>
    /// <param name="policy">The policy.</param>
    /// <param name="key">The row's key before the step.</param>
    /// <param name="state">[S] the state in the units of the specification.</param>
    /// <param name="action">Index of the action.</param>
    static double Of(IPolicy policy, RowKey key, ReadOnlySpan<float> state, int action)
    {
        ArgumentNullException.ThrowIfNull(policy);
        if (policy is IStochasticPolicy stochastic) return stochastic.Probability(key, state, action);
        int chosen = 0;
        policy.Act([key], state, new Span<int>(ref chosen));
        return chosen == action ? 1 : 0;
    }
}
