using WorldGan.Datasets;
using WorldGan.Numerics;
using WorldGan.Tests.WorldModel;
using WorldGan.WorldModel;
using WorldGan.Worlds;
using static TorchSharp.torch;
using Tensor = TorchSharp.torch.Tensor;

namespace WorldGan.Torch.Tests.Oracle;

/// <summary>
/// The losses of mean, reward, terminal and classes, which stand inside of their trainers: Adam's first moment after a first step is (1 - β₁) times the gradient of the
/// batch that was drawn.
/// </summary>
public class HeadOracleTests
{
    private const ulong Seed = 3;
    private const int Batch = 100;

    private static readonly TransitionSet Data = Tiny.Data;
    private static readonly WorldModelLayout Layout = Tiny.LayoutOf(Data, Tiny.Options with { BatchSize = Batch, TerminalShare = 0.3 });
    private static readonly EpisodeSplit Split = EpisodeSplit.Draw(Data, 0.1, 1);

    [LibtorchFact]
    public void The_rewards_squared_error_has_the_gradient_of_autograd()
    {
        using var scope = NewDisposeScope();
        var rows = Drawn(stage: 3, Split.Training, Batch);
        var target = Column(rows, row => (Data.Rewards[row] - Layout.Normalizer.RewardMean) / Layout.Normalizer.RewardStandardDeviation);

        Holds("reward", Layout.Head, "rewardLoss", net => nn.functional.mse_loss(net.Forward(Transitions(rows, seesCondition: true)), target));
    }

    [LibtorchFact]
    public void The_terminals_cross_entropy_has_the_gradient_of_autograd()
    {
        using var scope = NewDisposeScope();
        int[] terminals = [.. Split.Training.Where(row => Data.Endings[row] == Ending.Terminal)];
        int[] rows = [.. Drawn(stage: 4, terminals, 30), .. Drawn(stage: 3, Split.Training, Batch)[30..]];
        var target = Column(rows, row => Data.Endings[row] == Ending.Terminal ? 1 : 0);

        Holds("terminal", Layout.Head, "terminalLoss", net => nn.functional.binary_cross_entropy_with_logits(net.Forward(Transitions(rows, seesCondition: false)), target));
    }

    [LibtorchTheory]
    [InlineData(0)]
    [InlineData(1)]
    public void The_cross_entropy_of_a_category_or_flag_has_the_gradient_of_autograd(int k)
    {
        using var scope = NewDisposeScope();
        var rows = Drawn(stage: 3, Split.Training, Batch);
        var shape = Layout.ClassHeads[k];
        var seen = tensor(Array.ConvertAll(rows, row => (long)Data.NextState(row)[Layout.Classes[k].Index]));

        Holds($"classes.{k}", shape, null, net => nn.functional.cross_entropy(net.Forward(Conditions(rows, shape.Inputs)), seen));
    }

    [LibtorchFact]
    public void The_means_squared_error_has_the_gradient_of_autograd()
    {
        using var scope = NewDisposeScope();
        var member = new WorldModelMember(Layout);
        var trainer = new MeanTrainer(Layout, member, Data, Split, Seed);
        var rows = Drawn(stage: 0, Split.Training, Batch);
        var conditions = Conditions(rows, Layout.Condition);
        var changes = tensor(rows.SelectMany(row => Enumerable.Range(0, Layout.Outcomes).Select(o => (float)Layout.NormalizedChange(Data.State(row), Data.NextState(row), o))).ToArray(), [Batch, Layout.Outcomes]);
        var linear = conditions.mm(tensor(member.Linear, [Layout.Condition, Layout.Outcomes]));
        var target = (changes - linear) / tensor(member.CorrectionScale);

        var net = Copy(Layout.Mean, trainer.State, "parameters");
        var loss = nn.functional.mse_loss(net.Forward(conditions), target);
        loss.backward();

        Same.Number<float>((double)loss, trainer.Step());
        Same.Numbers<float>(net.Gradient(), Gradient(trainer.State, "first"));
    }

    /// <summary>One step of the heads beside the same loss of the same network in tensors.</summary>
    private static void Holds(string head, MlpShape shape, string? reported, Func<TorchMlp<float>, Tensor> lossOf)
    {
        var trainer = new HeadTrainer(Layout, new WorldModelMember(Layout), Data, Split, Seed);
        var net = Copy(shape, trainer.State, $"{head}.parameters");
        var loss = lossOf(net);
        loss.backward();

        var losses = trainer.Step();
        if (reported is not null) Same.Number<float>((double)loss, losses.Single(named => named.Name == reported).Value);
        Same.Numbers<float>(net.Gradient(), Gradient(trainer.State, $"{head}.first"));
    }

    private static TorchMlp<float> Copy(MlpShape shape, IEnumerable<(string Name, Array Values)> state, string name)
    {
        var net = new Mlp<float>(shape);
        Of(state, name).CopyTo(net.Parameters, 0);
        net.ParametersChanged();
        return new TorchMlp<float>(net);
    }

    private static float[] Gradient(IEnumerable<(string Name, Array Values)> state, string moment) => Array.ConvertAll(Of(state, moment), m => m / (1 - 0.9f));

    private static float[] Of(IEnumerable<(string Name, Array Values)> state, string name) => (float[])state.Single(named => named.Name == name).Values;

    private static int[] Drawn(uint stage, int[] rows, int count) => [.. new BatchSampler(Seed, stage).Draw(rows, count, 0)];

    private static Tensor Column(int[] rows, Func<int, float> value) => tensor(Array.ConvertAll(rows, row => value(row)), [rows.Length, 1]);

    private static Tensor Conditions(int[] rows, int features)
    {
        var all = new float[Layout.Condition];
        return Rows(rows, features, (row, into) =>
        {
            Layout.WriteCondition(Data, row, all);
            all.AsSpan(0, features).CopyTo(into);
        });
    }

    private static Tensor Transitions(int[] rows, bool seesCondition) => Rows(rows, Layout.Head.Inputs, (row, into) =>
    {
        if (seesCondition) Layout.Encoder.WriteCondition(Data.State(row), Data.Actions[row], into);
        Layout.Encoder.WriteState(Data.NextState(row), into[Layout.Encoder.ConditionFeatures..]);
    });

    private delegate void Writer(int row, Span<float> into);

    private static Tensor Rows(int[] rows, int width, Writer write)
    {
        float[] numbers = new float[rows.Length * width];
        for (int i = 0; i < rows.Length; i++) write(rows[i], numbers.AsSpan(i * width, width));
        return tensor(numbers, [rows.Length, width]);
    }
}
