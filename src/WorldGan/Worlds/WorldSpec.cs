using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace WorldGan.Worlds;

/// <summary>What a world is about: its state variables, its actions and how its episodes are counted. Read from world.json.</summary>
public sealed record WorldSpec
{
    /// <summary>Short name, [a-z0-9-]+; the folder's name by convention.</summary>
    [RegularExpression("[a-z0-9-]{1,64}", ErrorMessage = "expected 1 to 64 of the characters a-z, 0-9 and '-'.")]
    public required string Name { get; init; }

    /// <summary>[S] the state variables in the order of every state array.</summary>
    [MinLength(1, ErrorMessage = "expected at least one state variable.")]
    public required IReadOnlyList<StateVariable> State { get; init; }

    /// <summary>[A] the actions; an action's number is its place in this list.</summary>
    [MinLength(2, ErrorMessage = "expected at least two actions.")]
    public required IReadOnlyList<ActionSpec> Actions { get; init; }

    /// <summary>What the actions of a log are.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public LoggedActions LoggedActions { get; init; }

    /// <summary>Discount of future rewards, in (0, 1).</summary>
    [Range(0.0, 1.0, MinimumIsExclusive = true, MaximumIsExclusive = true)]
    public double Discount { get; init; } = 0.99;

    /// <summary>Steps after which an episode is cut (truncated), where there is such a limit.</summary>
    [Range(1, int.MaxValue), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? StepLimit { get; init; }

    /// <summary>How many steps a world model and a policy see, for logs of delayed or hidden causes: the present state, and the states and actions before it. Null is 1: the present state alone.</summary>
    [Range(1, 64), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? History { get; init; }

    /// <summary>Duration of a step in seconds, where known.</summary>
    [Range(0.0, double.MaxValue, MinimumIsExclusive = true), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? SecondsPerStep { get; init; }

    /// <summary>Lowest and highest reward of a step, where known.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public RewardRange? RewardRange { get; init; }

    /// <summary>Name of the true simulator, where there is one.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Simulator { get; init; }

    /// <summary>When an episode is known to end, as an expression over the next state; null leaves it to be learned.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? TerminalWhen { get; init; }

    /// <summary>The reward of a step where it is known, as an expression over the next state; it needs <see cref="RewardRange"/>. Null leaves it to be learned.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? RewardIs { get; init; }

    /// <summary>The image that is the world's state; null where the state is numbers.</summary>
    public StateVariable? Image => State.FirstOrDefault(variable => variable.Kind == VariableKind.Image);

    /// <summary>To which the rewards that <see cref="RewardIs"/> says keep.</summary>
    /// <exception cref="ArgumentException">There is none: the log's range would cut off what the log does not show.</exception>
    internal RewardRange KnownRewardRange => RewardRange ?? throw new ArgumentException($"World '{Name}': expected RewardRange beside RewardIs, got none.");

    /// <summary>How many numbers a state has in a log: one for each variable, or those of all pixels of an image.</summary>
    internal int Numbers => State.Sum(variable => variable.Numbers);

    /// <summary>Refuses a world of images, for whatever takes a state as a few numbers.</summary>
    /// <exception cref="ArgumentException">The state is an image; the message says what does work.</exception>
    public void ExpectNumbers()
    {
        if (Image is { } image)
            throw new ArgumentException($"World '{Name}': expected a state of numbers, got the image '{image.Name}'. Worlds of images are recorded and inspected like others, learned by 'worldgan train --device torch-cpu' or cuda, and scored by 'worldgan evaluate'; nothing else knows them yet.");
    }

    /// <summary>The world as logs record it: its state is the present one. The inverse of <see cref="AsSeen"/>.</summary>
    public WorldSpec AsRecorded() => new StateStack(this).Recorded;

    /// <summary>The world as models and policies see it: with a <see cref="History"/> its state also holds earlier states and actions.</summary>
    public WorldSpec AsSeen() => new StateStack(this).Seen;

    /// <summary>Specifications are equal when all they say is equal, the lists item by item.</summary>
    public bool Equals(WorldSpec? other) =>
        other is not null && Name == other.Name && State.SequenceEqual(other.State) && Actions.SequenceEqual(other.Actions) && LoggedActions == other.LoggedActions
        && Discount.Equals(other.Discount) && StepLimit == other.StepLimit && (History ?? 1) == (other.History ?? 1) && Nullable.Equals(SecondsPerStep, other.SecondsPerStep)
        && Nullable.Equals(RewardRange, other.RewardRange) && Simulator == other.Simulator
        && TerminalWhen == other.TerminalWhen && RewardIs == other.RewardIs;

    /// <inheritdoc/>
    public override int GetHashCode() => (Name, State.Count, Actions.Count, Discount, StepLimit, Simulator).GetHashCode();
}

/// <summary>Lowest and highest reward of a step.</summary>
/// <param name="Low">Lowest reward.</param>
/// <param name="High">Highest reward, at least <paramref name="Low"/>.</param>
public readonly record struct RewardRange(double Low, double High)
{
    /// <summary>Whether a reward in single precision lies within, where the bounds are rounded as it is.</summary>
    internal bool Allows(float reward) => reward >= (float)Low && reward <= (float)High;

    /// <summary>The nearest number within.</summary>
    internal double Clamp(double number) => Math.Clamp(number, Low, High);
}
