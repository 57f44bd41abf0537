using WorldGan.Datasets;
using WorldGan.Logs;
using WorldGan.Numerics;
using WorldGan.Policies;
using WorldGan.WorldModel;
using WorldGan.Worlds;

namespace WorldGan.LearningTests;

public class ImitationLearningTests
{
    private static readonly PolicyOptions Small = new()
    {
        Value = ValueKind.DoubleQ,
        Reward = RewardKind.Imitation,
        Members = 1,
        HiddenWidth = 32,
        Steps = 1500,
        BatchSize = 32,
        Rows = 8,
        BranchSteps = 10,
        ReplayCapacity = 2000,
        LearningRate = 3e-3,
        ImitationLearningRate = 1e-3,
        TargetAveraging = 0.98,
        Exploration = 0.3,
    };

    public static TheoryData<WorldModelLoss, ulong> Cases => new()
    {
        { WorldModelLoss.NonSaturatingR1, 0 },
        { WorldModelLoss.NonSaturatingR1, 1 },
        { WorldModelLoss.NonSaturating, 0 },
        { WorldModelLoss.WganGp, 0 },
    };

    /// <summary>Seven places in a row. The expert goes to the middle and walks to and fro there; the world's own rewards call for the left end.</summary>
    [Theory]
    [MemberData(nameof(Cases))]
    public void A_walk_to_the_middle_is_found_from_three_short_episodes(WorldModelLoss loss, ulong seed)
    {
        const int Places = 7;
        var steps = new (int, float, bool)[Places, 2];
        for (int k = 0; k < Places; k++) (steps[k, 0], steps[k, 1]) = ((Math.Max(k - 1, 0), 1, false), (Math.Min(k + 1, Places - 1), 0, false));
        var world = new TabularWorld(steps, discount: 0.9);
        TransitionSet expert = Walk(world, steps, from: [0, 6, 3], length: 12, place => place <= 3 ? 1 : 0);
        Assert.Equal([1, 1, 1, 1, 0, 0, 0], Learn(world, expert, Small with { ImitationLoss = loss }, seed));
    }

    /// <summary>Where the one action ends the episode, whoever ends it is imitated, and so is who never does: rewards do not favour either by their sign.</summary>
    [Theory]
    [MemberData(nameof(Cases))]
    public void Who_ends_early_is_imitated_and_who_never_ends_too(WorldModelLoss loss, ulong seed)
    {
        var steps = new (int, float, bool)[,] { { (0, 0, true), (1, 0, false) }, { (1, 0, true), (2, 0, false) }, { (2, 0, true), (0, 0, false) } };
        var world = new TabularWorld(steps, discount: 0.9);
        TransitionSet lasting = Walk(world, steps, from: [0, 0, 0], length: 12, _ => 1), ending = Walk(world, steps, from: [0, 0, 0], length: 12, place => place == 2 ? 0 : 1);
        Assert.Equal([1, 1, 1], Learn(world, lasting, Small with { ImitationLoss = loss }, seed));
        Assert.Equal([1, 1, 0], Learn(world, ending, Small with { ImitationLoss = loss }, seed));
    }

    private static TransitionSet Walk(TabularWorld world, (int Next, float Reward, bool Terminal)[,] steps, int[] from, int length, Func<int, int> act) =>
        TransitionSet.From(world.Spec, from.Select((start, e) =>
        {
            List<double> places = [start];
            List<int> actions = [];
            bool hasEnded = false;
            while (!hasEnded && actions.Count < length)
            {
                int place = (int)places[^1], action = act(place);
                actions.Add(action);
                places.Add(steps[place, action].Next);
                hasEnded = steps[place, action].Terminal;
            }

            return new Episode { Id = $"{e}", States = [.. places], Actions = [.. actions], Rewards = [], Ending = hasEnded ? Ending.Terminal : Ending.TimeLimit };
        }));

    private static int[] Learn(TabularWorld world, TransitionSet expert, PolicyOptions options, ulong seed)
    {
        QPolicy policy = PolicyTrainer.Train(world, world.Log(), options, seed, new TrainingSession { Threads = 1 }, expert);
        int places = world.Spec.State[0].Categories;
        var actions = new int[places];
        policy.Act(new RowKey[places], [.. Enumerable.Range(0, places).Select(k => (float)k)], actions);
        return actions;
    }
}
