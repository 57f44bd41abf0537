using WorldGan.Datasets;
using WorldGan.Logs;
using WorldGan.Numerics;
using WorldGan.Policies;
using WorldGan.Policies.Cloning;
using WorldGan.Worlds;

namespace WorldGan.Tests.Policies.Cloning;

/// <summary>A log in which the second of three actions is taken with probability 0.8 in one place and with 0.2 in the other; the third one never.</summary>
public sealed class ClonedPolicyTests : IDisposable
{
    private const int Noises = 5, Rows = 1000;             // enough that each row can be learned by heart

    private static readonly WorldSpec Spec = new()
    {
        Name = "a",
        State = [new("place", VariableKind.Flag), .. Enumerable.Range(1, Noises).Select(k => new StateVariable($"noise {k}"))],
        Actions = [new("a"), new("b"), new("c")],
        RewardRange = new(0, 1),
    };

    private static readonly TransitionSet Data = TransitionSet.From(Spec, Enumerable.Range(0, Rows).Select(Episode));
    private static readonly Lazy<ClonedPolicy> Clone = new(() => BehaviourCloning.Train(Data, seed: 1, new TrainingSession { Threads = 1 }));

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Probabilities_are_those_of_the_log_and_its_rows_are_not_learned_by_heart()
    {
        double[] probabilities = Clone.Value.Probabilities(Data.States, Data.Count);
        double[] errors = [.. Enumerable.Range(0, Data.Count).Select(row => probabilities[3 * row + 1] - (Data.State(row)[0] == 1 ? 0.8 : 0.2))];
        // The standard deviation of a share in 500 rows is 0.018. Learned by heart, errors are of the size of 0.3.
        Assert.InRange(errors.Average(), -0.06, 0.06);
        Assert.InRange(errors.Average(Math.Abs), 0, 0.12);
        Assert.All(Enumerable.Range(0, Data.Count), row => Assert.InRange(probabilities[3 * row + 2], 0, 0.02));
    }

    [Fact]
    public void It_acts_by_its_probabilities_and_greedily_by_the_highest()
    {
        int rows = 4000;
        float[] states = new float[rows * (1 + Noises)];
        for (int row = 0; row < rows; row++) states[row * (1 + Noises)] = 1;
        RowKey[] keys = [.. Enumerable.Range(0, rows).Select(row => new RowKey(3, (uint)row, 0))];
        int[] actions = new int[rows], greedy = new int[rows];
        Clone.Value.Act(keys, states, actions);
        Clone.Value.Greedy.Act(keys, states, greedy);
        double expected = Clone.Value.Probabilities(states.AsSpan(..(1 + Noises)), 1)[1];
        Assert.Equal(expected, actions.Count(a => a == 1) / (double)rows, 0.04);   // six standard deviations
        Assert.All(greedy, action => Assert.Equal(1, action));
        Assert.Equal($"Expected states of shape [2, 6], got 3 numbers.", Assert.Throws<ArgumentException>(() => Clone.Value.Probabilities(new float[3], 2)).Message);
    }

    [Fact]
    public void Stopped_and_restored_it_ends_with_the_same_bits()
    {
        var options = new CloneOptions { Steps = 400 };
        CloneTrainer whole = Start(options), first = Start(options), second = Start(options);
        Run(whole, 400);
        Run(first, 250);
        Checkpoint.Write(_folder.File("checkpoint"), first.State);
        second.Restore(Checkpoint.Open(_folder.File("checkpoint")));
        Run(second, 150);
        foreach (var (expected, got) in whole.State.Zip(second.State)) Assert.Equal(expected.Values, got.Values);
    }

    [Fact]
    public void A_policy_that_keeps_to_the_logs_actions_does_so_also_when_it_was_saved()
    {
        var options = new PolicyOptions { Source = PolicySource.Log, Members = 1, HiddenWidth = 8, Steps = 20, BatchSize = 16, BehaviourThreshold = 1 };
        QPolicy policy = PolicyTrainer.Train(null, Data, options, seed: 1, new TrainingSession { Threads = 1 });
        QPolicyFile.Write(_folder.File("policy"), policy, new Provenance("hash", 1, 2));
        QPolicy read = QPolicyFile.Read(_folder.File("policy")).Policy;
        int[] actions = new int[Data.Count], again = new int[Data.Count], greedy = new int[Data.Count];
        policy.Act(new RowKey[Data.Count], Data.States, actions);
        read.Act(new RowKey[Data.Count], Data.States, again);
        policy.Behaviour!.Greedy.Act(new RowKey[Data.Count], Data.States, greedy);
        Assert.Equal(greedy, actions);                     // all others are less probable
        Assert.Equal(actions, again);
    }

    [Fact]
    public void What_is_read_back_has_the_same_probabilities_and_the_same_origin()
    {
        var origin = new Provenance("hash", 1, 2);
        ClonedPolicyFile.Write(_folder.File("clone"), Clone.Value, origin);
        (ClonedPolicy read, Provenance from) = ClonedPolicyFile.Read(_folder.File("clone"));
        Assert.Equal((Clone.Value.Spec, origin), (read.Spec, from));
        Assert.Equal(Clone.Value.Probabilities(Data.States, Data.Count), read.Probabilities(Data.States, Data.Count));
        QPolicyFile.Write(_folder.File("policy"), Rollouts.Fresh.Policy(Data, members: 1), origin);
        Assert.Contains("expected a clone", Assert.Throws<InvalidDataException>(() => ClonedPolicyFile.Read(_folder.File("policy"))).Message);
    }

    private static CloneTrainer Start(CloneOptions options) => new(Data, Normalizer.Measure(Data), options, seed: 1);

    private static void Run(CloneTrainer trainer, int steps)
    {
        for (int i = 0; i < steps; i++) trainer.Step();
    }

    private static Episode Episode(int i)
    {
        var random = new RandomStream(5, RandomPurpose.Policy, (uint)i);
        int place = i % 2, action = random.NextDouble() < (place == 1 ? 0.8 : 0.2) ? 1 : 0;
        double[] noise = [.. Enumerable.Range(0, Noises).Select(k => new RandomStream(5, RandomPurpose.Dynamics, (uint)i, (uint)k).NextNormal())];
        return new Episode { Id = $"{i}", States = [place, .. noise, place, .. noise], Actions = [action], Rewards = [1], Ending = Ending.Terminal };
    }
}
