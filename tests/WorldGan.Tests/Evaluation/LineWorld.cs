using WorldGan.Datasets;
using WorldGan.Logs;
using WorldGan.Worlds;

namespace WorldGan.Tests.Evaluation;

/// <summary>A point on a line that steps left or right by 0.1 and ends beyond 1.05: its returns and errors are known in closed form.</summary>
internal sealed class LineWorld(WorldSpec? spec = null) : IWorld
{
    public static WorldSpec Plain { get; } = new()
    {
        Name = "line",
        State = [new("x")],
        Actions = [new("left", -1), new("right", 1)],
        StepLimit = 50,
    };

    public WorldSpec Spec { get; } = spec ?? Plain;

    public void Reset(ReadOnlySpan<RowKey> keys, Span<float> states)
    {
        for (int row = 0; row < keys.Length; row++) states[row] = 0.1f * (keys[row].Seed + keys[row].Trajectory) % 0.7f;
    }

    public void Step(StepBatch batch)
    {
        for (int row = 0; row < batch.Count; row++)
        {
            batch.NextStates[row] = batch.States[row] + (batch.Actions[row] == 1 ? 0.1f : -0.1f);
            batch.Rewards[row] = 2;
            batch.Endings[row] = MathF.Abs(batch.NextStates[row]) > 1.05f ? Ending.Terminal : Ending.None;
        }
    }

    /// <summary>Episodes of alternating pushes, each ending as told; a piece that begins late has a first step above 0.</summary>
    public static TransitionSet Log(params (int FirstStep, int Steps, Ending Ending)[] episodes) => TransitionSet.From(Plain, episodes.Select((episode, e) => new Episode
    {
        Id = $"{e}",
        FirstStep = episode.FirstStep,
        States = [.. Enumerable.Range(0, episode.Steps + 1).Select(t => 0.01 * e + 0.1 * (t % 3))],
        Actions = [.. Enumerable.Range(0, episode.Steps).Select(t => t % 3 == 2 ? 0 : 1)],
        Rewards = [.. Enumerable.Repeat(2.0, episode.Steps)],
        Ending = episode.Ending,
    }));
}

/// <summary>Always the same action.</summary>
internal sealed class ConstantPolicy(int action) : IPolicy
{
    public void Act(ReadOnlySpan<RowKey> keys, ReadOnlySpan<float> states, Span<int> actions) => actions.Fill(action);
}
