using System.Text.Json;
using WorldGan.Service.Hosting;
using WorldGan.Worlds;

namespace WorldGan.Service.Acting;

/// <summary>Steps of imagined episodes one by one, for programs that train in a learned world. Step by step they are those of a simulation from the same states with the same seed.</summary>
/// <param name="version">The version that is asked.</param>
/// <param name="options">What is too much.</param>
internal sealed class Stepping(LoadedVersion version, ActingOptions options)
{
    private static readonly string[] EndingNames = [.. Enum.GetValues<Ending>().Select(ending => JsonNamingPolicy.KebabCaseLower.ConvertName(ending.ToString()))];

    private readonly WorldSpec _spec = version.World.Spec;

    private int Width => _spec.State.Count;

    /// <exception cref="ProblemException">The question is wrong (400) or too large (413); the message says where.</exception>
    public ResetAnswer Reset(ResetQuestion question)
    {
        ulong seed = Given.Seed(question.Seed);
        long[] trajectories = question.Trajectories ?? [0];
        ExpectRoom(trajectories.Length);
        RowKey[] keys = [.. trajectories.Select((trajectory, i) => new RowKey(seed, Whole(trajectory, "trajectories", i), 0))];
        var states = new float[keys.Length * Width];
        version.World.Reset(keys, states);
        return new ResetAnswer(version.Number, [.. states.Chunk(Width)]);
    }

    /// <exception cref="ProblemException">The question is wrong (400) or too large (413); the message says where.</exception>
    public StepAnswer Step(StepQuestion question)
    {
        double[]?[] given = question.States ?? throw new ProblemException(400, "states: expected a list of states, got none.");
        int count = given.Length;
        ExpectRoom(count);
        ExpectCount("actions", question.Actions?.Length ?? 0, count);
        ExpectCount("trajectories", question.Trajectories?.Length ?? count, count);
        ExpectCount("steps", question.Steps?.Length ?? count, count);
        ulong seed = Given.Seed(question.Seed);
        RowKey[] keys = [.. Enumerable.Range(0, count).Select(i => new RowKey(seed, Whole(question.Trajectories?[i] ?? i, "trajectories", i), Whole(question.Steps?[i] ?? 0, "steps", i)))];
        int[] actions = [.. question.Actions!.Select((action, i) => Given.Action(action, $"actions[{i}]", _spec))];
        var states = new float[count * Width];
        for (int i = 0; i < count; i++) version.WriteRow(given[i], i, states.AsSpan(i * Width, Width));
        return Step(keys, states, actions);
    }

    private StepAnswer Step(RowKey[] keys, float[] states, int[] actions)
    {
        float[] next = new float[states.Length], rewards = new float[keys.Length];
        var endings = new Ending[keys.Length];
        version.World.Step(new StepBatch { Keys = keys, States = states, Actions = actions, NextStates = next, Rewards = rewards, Endings = endings });
        for (int i = 0; i < endings.Length; i++)
            if (endings[i] == Ending.None && keys[i].Step + 1L >= (_spec.StepLimit ?? long.MaxValue)) endings[i] = Ending.TimeLimit;
        return new StepAnswer(
            version.Number,
            [.. next.Chunk(Width).Select((state, i) => endings[i] == Ending.Invalid ? null : state)],
            [.. rewards.Select((reward, i) => endings[i] == Ending.Invalid ? (float?)null : reward)],
            [.. endings.Select(ending => EndingNames[(int)ending])]);
    }

    private void ExpectRoom(int count)
    {
        if ((long)count * Width > options.MostFutureNumbers) throw new ProblemException(413, $"Expected at most {options.MostFutureNumbers} numbers, states · {Width}, got {(long)count * Width}.");
    }

    private static void ExpectCount(string key, int got, int expected)
    {
        if (got != expected) throw new ProblemException(400, $"{key}: expected {expected}, one for each state, got {got}.");
    }

    private static uint Whole(long number, string key, int place) =>
        number is >= 0 and < uint.MaxValue ? (uint)number : throw new ProblemException(400, $"{key}[{place}]: expected a whole number from 0 to {uint.MaxValue - 1}, got {number}.");
}
