using WorldGan.Datasets;
using WorldGan.Logs;
using WorldGan.Numerics;
using WorldGan.Worlds;

namespace WorldGan.Tests.Datasets;

/// <summary>A world in a few lines, and logs of it under random actions.</summary>
/// <param name="Spec">Its specification; two actions where nothing else is said.</param>
/// <param name="Step">Its rule.</param>
internal sealed record SmallWorld(WorldSpec Spec, SmallWorld.Rule Step)
{
    /// <summary>Writes the next state; returns the reward and whether the episode ends.</summary>
    public delegate (double Reward, bool IsTerminal) Rule(ReadOnlySpan<double> state, int action, Span<double> next, ref RandomStream random);

    /// <summary>x ← 0.9 x ± 0.3 and v ← v + 0.1 x, without noise; the reward is the next x.</summary>
    public static SmallWorld Linear => new(SpecOf(new("x"), new("v")), (ReadOnlySpan<double> state, int action, Span<double> next, ref RandomStream random) =>
    {
        next[0] = 0.9 * state[0] + (action == 1 ? 0.3 : -0.3);
        next[1] = 0.5 * state[1] + 0.1 * state[0];
        return (next[0], false);
    });

    /// <summary>x ← 0.9 x ± 0.3 + 0.2 · standard normal: nothing but noise is left by a linear fit.</summary>
    public static SmallWorld Noisy => new(SpecOf(new StateVariable("x")), (ReadOnlySpan<double> state, int action, Span<double> next, ref RandomStream random) =>
    {
        next[0] = 0.9 * state[0] + (action == 1 ? 0.3 : -0.3) + 0.2 * random.NextNormal();
        return (1, false);
    });

    /// <summary>
    /// One variable of each kind, rewards and terminals that must be learned, and a variable that never varies. The mode goes around with
    /// action 1 in four of five steps and stays otherwise; the door is open after one step of four, whatever else is.
    /// </summary>
    public static SmallWorld Mixed =>
        new(SpecOf(new("x"), new("turn", VariableKind.Angle), new("mode", VariableKind.Category) { Categories = 3 }, new("door", VariableKind.Flag), new("mass")), StepMixed);

    public static WorldSpec SpecOf(params StateVariable[] variables) =>
        new() { Name = "small", State = variables, Actions = [new("left"), new("right")] };

    public static Episode EpisodeOf(string id, Ending ending, int width, params double[] states) => new()
    {
        Id = id,
        States = states,
        Actions = new int[states.Length / width - 1],
        Rewards = new double[states.Length / width - 1],
        Ending = ending,
    };

    /// <summary>Transitions of episodes of at most so many steps.</summary>
    public TransitionSet Record(int episodes, int steps, ulong seed = 0) =>
        TransitionSet.From(Spec, Enumerable.Range(0, episodes).Select(e => Play(e, steps, new RandomStream(seed, RandomPurpose.Recording, (uint)e))));

    private Episode Play(int number, int steps, RandomStream random)
    {
        int width = Spec.State.Count;
        var state = new double[width];
        if (Spec.State[0].Kind == VariableKind.Real) state[0] = random.NextNormal();
        if (width == 5) state[4] = 2.5;
        List<double> states = [.. state], rewards = [];
        List<int> actions = [];
        bool isTerminal = false;
        while (actions.Count < steps && !isTerminal)
        {
            var next = new double[width];
            int action = random.NextInt32(2);
            (double reward, isTerminal) = Step(state, action, next, ref random);
            actions.Add(action);
            rewards.Add(reward);
            states.AddRange(next);
            state = next;
        }

        return new Episode { Id = $"{number}", States = [.. states], Actions = [.. actions], Rewards = [.. rewards], Ending = isTerminal ? Ending.Terminal : Ending.None };
    }

    private static (double Reward, bool IsTerminal) StepMixed(ReadOnlySpan<double> state, int action, Span<double> next, ref RandomStream random)
    {
        next[0] = 0.9 * state[0] + (action == 1 ? 0.3 : -0.3) + 0.1 * random.NextNormal();
        next[1] = ExactMath.WrapAngle((float)(state[1] + 0.5 + 0.1 * random.NextNormal()));
        next[2] = action == 1 && random.NextDouble() < 0.8 ? (state[2] + 1) % 3 : state[2];
        next[3] = random.NextDouble() < 0.25 ? 1 : 0;
        next[4] = state[4];
        return (next[0] * next[0] + next[2], random.NextDouble() < 0.05);
    }
}
