using System.Numerics;
using WorldGan.Datasets;
using WorldGan.Numerics;
using WorldGan.WorldModel.Classes;
using WorldGan.WorldModel.Noise;
using WorldGan.Worlds;
using WorldGan.Worlds.Expressions;

namespace WorldGan.WorldModel;

/// <summary>Which numbers stand where in the networks of a world model.</summary>
internal sealed class WorldModelLayout
{
    private const double FullScaleLearningRate = 2e-3;

    private readonly double _rateFactor;

    public WorldModelLayout(WorldSpec world, Normalizer normalizer, WorldModelOptions options, double rateFactor = 1)
    {
        _rateFactor = rateFactor;
        Stack = new StateStack(world);
        WorldSpec spec = Spec = Stack.Seen;
        Normalizer = normalizer;
        Options = options.Resolved();
        Encoder = new StateEncoder(spec, normalizer);
        int[] varying = normalizer.Varying(spec);
        Continuous = [.. varying.Where(j => spec.State[j].Classes == 0)];
        Classes = new NextClasses(spec, [.. varying.Where(j => spec.State[j].Classes > 0)]);
        KnownTerminal = spec.TerminalWhen is { } condition ? StateCondition.Parse(condition, spec) : null;
        KnownReward = spec.RewardIs is { } number ? StateNumber.Parse(number, spec) : null;
        Rewards = RewardRanges.Of(spec, normalizer);
        Mean = new(Condition, Options.MeanWidth, 2, Outcomes, Activation.Silu);
        Scale = new(Condition, Options.HeadWidth, 2, Outcomes, Activation.Silu);
        Generator = new(Condition + Options.LatentSize, Options.NoiseWidth, 2, Outcomes, Activation.Silu);
        Mixture = new(Options.Components ?? 1, Outcomes);
        MixtureNetwork = new(Condition, Options.NoiseWidth, 2, Mixture.Outputs, Activation.Silu);
        Critic = new(Condition + Outcomes, Options.NoiseWidth, 2, 1, Activation.LeakyRelu) { Given = Condition };
        WindowCritic = new(WindowCondition + Window * Outcomes, Options.NoiseWidth, 2, 1, Activation.LeakyRelu) { Given = WindowCondition };
        Head = new(Encoder.ConditionFeatures + Encoder.StateFeatures, Options.HeadWidth, 2, 1, Activation.Silu);
        RewardHead = Head with { Inputs = Head.Inputs + (RewardSeesEnd ? 1 : 0) };
        ClassHeads = [.. Classes.Select(variable => new MlpShape(Encoder.ConditionFeatures + variable.Offset, Options.HeadWidth, 2, variable.Classes, Activation.Silu))];
        ClassTables = [.. Classes.Select(variable => ClassTable.Of(this, variable))];
        Envelope = [.. Enumerable.Range(0, spec.State.Count).Select(j => Support.Envelope(this, j))];
        Walls = [.. spec.State.Select(v => v.Kind == VariableKind.Real ? ((float)(v.Low ?? double.NegativeInfinity), (float)(v.High ?? double.PositiveInfinity)) : (float.NegativeInfinity, float.PositiveInfinity))];
    }

    /// <summary>How the rows hold earlier states and actions.</summary>
    public StateStack Stack { get; }

    public WorldSpec Spec { get; }

    public Normalizer Normalizer { get; }

    /// <summary>Settings, with what they leave to the loss filled in.</summary>
    public WorldModelOptions Options { get; }

    /// <summary>Standard deviation of the latent.</summary>
    public float LatentScale => (float)Options.LatentScale!.Value;

    /// <summary>Adam's first learning rate of the mean's correction.</summary>
    public double MeanLearningRate => _rateFactor * Options.MeanLearningRate;

    /// <summary>Adam's first learning rate of the scale.</summary>
    public double ScaleLearningRate => _rateFactor * FullScaleLearningRate;

    /// <summary>Adam's first learning rate of the heads.</summary>
    public double HeadLearningRate => _rateFactor * Options.HeadLearningRate;

    /// <summary>Adam's first learning rate of the networks of the noise.</summary>
    public double NoiseLearningRate => _rateFactor * Options.AdversarialLearningRate!.Value;

    public StateEncoder Encoder { get; }

    /// <summary>[O] the variables whose change is generated: real numbers and angles that vary in the log.</summary>
    public int[] Continuous { get; }

    /// <summary>The variables whose next value is drawn from probabilities: categories and flags that vary in the log.</summary>
    public NextClasses Classes { get; }

    /// <summary>[S] lowest and highest value of each variable that still counts as known.</summary>
    public (float Low, float High)[] Envelope { get; }

    /// <summary>[S] bounds that the specification states for real variables; infinite where it states none.</summary>
    public (float Low, float High)[] Walls { get; }

    /// <summary>When the next state is terminal, where the specification knows it.</summary>
    public StateCondition? KnownTerminal { get; }

    /// <summary>The reward of the next state, where the specification knows it.</summary>
    public StateNumber? KnownReward { get; }

    /// <summary>Whether there is a reward to learn: not where it is known or constant.</summary>
    public bool LearnsReward => KnownReward is null && Normalizer.RewardLow < Normalizer.RewardHigh;

    /// <summary>Whether there is a terminal to learn: not where it is known or the log has none.</summary>
    public bool LearnsTerminal => KnownTerminal is null && Normalizer.Terminals > 0;

    /// <summary>Whether the reward hangs on whether the step ended the episode: a jump that ends pay would be smeared over the steps before.</summary>
    public bool RewardSeesEnd => KnownReward is null && Normalizer.RewardsApart is not null;

    /// <summary>What rewards steps can have.</summary>
    public RewardRanges Rewards { get; }

    /// <summary>C, the features of what the generated numbers hang on: state, action and the classes of the next state, which are drawn before them.</summary>
    public int Condition => Encoder.ConditionFeatures + Classes.Features;

    /// <summary>O, the generated numbers.</summary>
    public int Outcomes => Continuous.Length;

    public MlpShape Mean { get; }

    /// <summary>Logarithms of the ratios of the noise's scale to the constant one.</summary>
    public MlpShape Scale { get; }

    /// <summary>Whether there is noise beside the mean.</summary>
    public bool HasNoise => Outcomes > 0 && Options.Model != WorldModelKind.Mse && Options.AdversarialSteps > 0;

    /// <summary>Most steps of the mean. Where it is all there is, it has those of the noise too.</summary>
    public int MeanSteps => Outcomes == 0 ? 0 : Options.MeanSteps + (Options.Model == WorldModelKind.Mse ? Options.AdversarialSteps : 0);

    /// <summary>Steps in which the scale of the noise is learned: none where there is no noise.</summary>
    public int ScaleSteps => HasNoise ? Options.ScaleSteps : 0;

    /// <summary>Steps in which the noise is learned.</summary>
    public int NoiseSteps => HasNoise ? Options.AdversarialSteps : 0;

    public MlpShape Generator { get; }

    /// <summary>Where the numbers of a mixture stand in the outputs of its network.</summary>
    public MixtureShape Mixture { get; }

    public MlpShape MixtureNetwork { get; }

    public MlpShape Critic { get; }

    /// <summary>Sees windows: a first state, the actions, and the outcomes of all steps.</summary>
    public MlpShape WindowCritic { get; }

    /// <summary>H, the steps of a window; with 1 there are no windows.</summary>
    public int Window => HasNoise ? Options.Window ?? 1 : 1;

    /// <summary>Features of a window's first state, of its actions, and of the classes of its later states.</summary>
    public int WindowCondition => Encoder.StateFeatures + Window * (Spec.Actions.Count + Classes.Features);

    /// <summary>The terminal's head sees state, action and next state.</summary>
    public MlpShape Head { get; }

    /// <summary>The reward's head sees the same, and then, where <see cref="RewardSeesEnd"/>, 1 for a step that ended the episode.</summary>
    public MlpShape RewardHead { get; }

    /// <summary>One for each variable of <see cref="Classes"/>: it sees state, action and the classes before its own.</summary>
    public MlpShape[] ClassHeads { get; }

    /// <summary>Where the conditions of these heads can be counted; null for those where they cannot.</summary>
    public ClassTable?[] ClassTables { get; }

    /// <summary>The same with all learning rates times a factor.</summary>
    public WorldModelLayout AtRate(double factor) => new(Spec, Normalizer, Options, factor);

    /// <summary>Writes what the generated numbers of a step hang on.</summary>
    /// <param name="state">[S] state before the action.</param>
    /// <param name="action">Index of the action.</param>
    /// <param name="next">[S] state after it, of which the classes count.</param>
    /// <param name="features">[C] written.</param>
    public void WriteCondition<T>(ReadOnlySpan<T> state, int action, ReadOnlySpan<T> next, Span<T> features)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Encoder.WriteCondition(state, action, features);
        Classes.Write(next, features[Encoder.ConditionFeatures..]);
    }

    /// <summary>Writes the condition of a row of a log.</summary>
    public void WriteCondition(TransitionSet data, int row, Span<float> features) => WriteCondition(data.State(row), data.Actions[row], data.NextState(row), features);

    /// <summary>The change of the continuous variables from one state to the next, in units of <see cref="Normalizer.ChangeScale"/>.</summary>
    public double NormalizedChange(ReadOnlySpan<float> state, ReadOnlySpan<float> next, int outcome)
    {
        int j = Continuous[outcome];
        return (double)Normalizer.Change(Spec.State[j], state[j], next[j]) / Normalizer.ChangeScale[j];
    }
}
