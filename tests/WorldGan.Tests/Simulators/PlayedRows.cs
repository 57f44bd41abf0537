using WorldGan.Simulators;
using WorldGan.Worlds;

namespace WorldGan.Tests.Simulators;

/// <summary>Rows that were reset and stepped once; equal when every number is.</summary>
internal sealed class PlayedRows : IEquatable<PlayedRows>
{
    public required RowKey[] Keys { get; init; }

    public required int[] Actions { get; init; }

    public required float[] Starts { get; init; }

    public required float[] NextStates { get; init; }

    public required float[] Rewards { get; init; }

    public required Ending[] Endings { get; init; }

    public static PlayedRows Play(IWorld world, RowKey[] keys, int[] actions)
    {
        var rows = new PlayedRows
        {
            Keys = keys,
            Actions = actions,
            Starts = new float[keys.Length * world.Spec.State.Count],
            NextStates = new float[keys.Length * world.Spec.State.Count],
            Rewards = new float[keys.Length],
            Endings = new Ending[keys.Length],
        };
        world.Reset(keys, rows.Starts);
        world.Step(new StepBatch { Keys = keys, States = rows.Starts, Actions = actions, NextStates = rows.NextStates, Rewards = rows.Rewards, Endings = rows.Endings });
        return rows;
    }

    /// <summary>The states one step after a state of cart and pole, in trajectories of their own.</summary>
    public static CartPoleState[] After(IWorld world, CartPoleState start, int action, int rows)
    {
        float[] one = [(float)start.Position, (float)start.Velocity, (float)start.Angle, (float)start.AngularVelocity];
        float[] states = [.. Enumerable.Repeat(one, rows).SelectMany(row => row)], next = new float[states.Length];
        RowKey[] keys = [.. Enumerable.Range(0, rows).Select(row => new RowKey(1, (uint)row, 0))];
        int[] actions = [.. Enumerable.Repeat(action, rows)];
        world.Step(new StepBatch { Keys = keys, States = states, Actions = actions, NextStates = next, Rewards = new float[rows], Endings = new Ending[rows] });
        return [.. next.Chunk(CartPoleState.Width).Select(row => new CartPoleState(row[0], row[1], row[2], row[3]))];
    }

    public PlayedRows Take(int[] rows)
    {
        int width = Starts.Length / Keys.Length;
        return new PlayedRows
        {
            Keys = [.. rows.Select(row => Keys[row])],
            Actions = [.. rows.Select(row => Actions[row])],
            Starts = [.. rows.SelectMany(row => Starts[(row * width)..((row + 1) * width)])],
            NextStates = [.. rows.SelectMany(row => NextStates[(row * width)..((row + 1) * width)])],
            Rewards = [.. rows.Select(row => Rewards[row])],
            Endings = [.. rows.Select(row => Endings[row])],
        };
    }

    public bool Equals(PlayedRows? other) =>
        other is not null && Keys.SequenceEqual(other.Keys) && Actions.SequenceEqual(other.Actions) && Starts.SequenceEqual(other.Starts)
        && NextStates.SequenceEqual(other.NextStates) && Rewards.SequenceEqual(other.Rewards) && Endings.SequenceEqual(other.Endings);

    public override bool Equals(object? obj) => Equals(obj as PlayedRows);

    public override int GetHashCode() => Keys.Length;
}
