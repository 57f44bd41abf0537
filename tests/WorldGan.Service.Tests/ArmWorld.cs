using WorldGan.Logs;
using WorldGan.Policies;
using WorldGan.Runs;
using WorldGan.WorldModel;
using WorldGan.Worlds;

namespace WorldGan.Service.Tests;

/// <summary>An arm that turns by 0.2 rad around a post and slides along it, and trainings of it that take a moment.</summary>
internal static class ArmWorld
{
    public static readonly WorldSpec Spec = new()
    {
        Name = "arm",
        State = [new("height"), new("turn", VariableKind.Angle)],
        Actions = [new("down"), new("up")],
        StepLimit = 30,
    };

    public static readonly RunSettings Settings = new()
    {
        StepsBetweenCheckpoints = 10,
        WorldModel = new WorldModelOptions { Members = 2, MeanWidth = 8, NoiseWidth = 8, HeadWidth = 8, BatchSize = 16, MeanSteps = 40, HeadSteps = 40, AdversarialSteps = 40 },
        Policy = new PolicyOptions { HiddenWidth = 8, BatchSize = 16, Steps = 60, ReplayCapacity = 1000 },
        Evaluation = new() { Episodes = 2, OffPolicy = new() { FittedSteps = 20, FittedNetworks = 2, MostEpisodes = 4 } },
    };

    /// <summary>An episode of 20 steps.</summary>
    public static Episode Play(int number)
    {
        int[] actions = [.. Enumerable.Range(0, 20).Select(t => (t * t + number) % 3 % 2)];
        var states = new List<double> { 0.1 * number, 2.6 };
        foreach (int action in actions) states.AddRange([states[^2] + (action == 1 ? 0.1 : -0.1), states.Count % 4 == 2 ? 3.6 : 2.6]);
        return new Episode { Id = $"{number}", States = [.. states], Actions = actions, Rewards = [.. actions.Select((a, t) => a + t / 20.0)], Ending = number % 2 == 0 ? Ending.Terminal : Ending.None };
    }
}
