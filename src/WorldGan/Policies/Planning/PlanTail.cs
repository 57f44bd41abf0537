using WorldGan.Worlds;

namespace WorldGan.Policies.Planning;

/// <summary>What a future is worth where its plan, or the world's knowledge, ends.</summary>
/// <param name="pessimistic">The worth of a state beyond the log's support: the worst that could ever come.</param>
/// <param name="values">The expected return of each action; null where what comes after a plan counts nothing.</param>
internal sealed class PlanTail(double pessimistic, QPolicy? values)
{
    /// <summary>The worth of the state that a step has led to, seen from there.</summary>
    public double After(ReadOnlySpan<float> state, Ending ending)
    {
        switch (ending)
        {
            case Ending.Terminal: return 0;
            case Ending.LeftSupport or Ending.Invalid: return pessimistic;
            default:
                if (values is null) return 0;
                var ofActions = new float[values.Spec.Actions.Count];
                values.Values(state, ofActions);
                return ofActions.Max();
        }
    }
}
