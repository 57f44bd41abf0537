using WorldGan.Worlds;

namespace WorldGan.Evaluation.Outcomes;

/// <summary>Where a state and an action truly lead, in a world of categories and flags.</summary>
/// <param name="State">[S] the state.</param>
/// <param name="Action">The action.</param>
/// <param name="Humps">The next states with their probabilities; none where the world does not know them.</param>
/// <param name="Seen">Those that came in many true steps, with reward and end.</param>
internal sealed record TrueTransitions(float[] State, int Action, IReadOnlyList<Hump> Humps, IReadOnlyList<(float[] Next, double Reward, bool IsTerminal)> Seen)
{
    private const int Steps = 256;

    /// <summary>Looks a state and an action up.</summary>
    /// <param name="truth">The true world.</param>
    /// <param name="state">[S] the state.</param>
    /// <param name="action">The action.</param>
    /// <param name="seed">Seed of the true steps.</param>
    /// <param name="number">Number of this look, so that each has steps of its own.</param>
    public static TrueTransitions Of(IWorld truth, ReadOnlySpan<float> state, int action, ulong seed, uint number)
    {
        float[] before = state.ToArray(), next = new float[Steps * state.Length], rewards = new float[Steps];
        var endings = new Ending[Steps];
        truth.Step(new StepBatch
        {
            Keys = [.. Enumerable.Range(0, Steps).Select(i => new RowKey(seed, number * Steps + (uint)i, 0))],
            States = Enumerable.Repeat(before, Steps).SelectMany(values => values).ToArray(),
            Actions = [.. Enumerable.Repeat(action, Steps)],
            NextStates = next,
            Rewards = rewards,
            Endings = endings,
        });
        (float[] Next, double Reward, bool IsTerminal)[] all = [.. next.Chunk(before.Length).Select((reached, i) => (reached, (double)rewards[i], endings[i] == Ending.Terminal))];
        return new TrueTransitions(before, action, truth.Humps(before, action), [.. all.DistinctBy(seen => string.Join(' ', seen.Next))]);
    }

    /// <summary>Half of the sum of all |true - claimed| probabilities, which is what the claims miss of the true next states.</summary>
    /// <param name="claimed">The probability of a next state.</param>
    public double TotalVariation(Func<float[], double> claimed) => 1 - Humps.Sum(hump => Math.Min(hump.Probability, claimed(hump.Middle)));
}
