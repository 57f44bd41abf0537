using System.Reflection;
using System.Text.Json;
using WorldGan.Policies.Imitation;
using WorldGan.WorldModel;

namespace WorldGan.Policies;

/// <summary>The numbers of the chosen parts where the options leave them open. An option that can be null belongs to some parts only.</summary>
internal static class PolicyParts
{
    private static readonly PropertyInfo[] Open = [.. typeof(PolicyOptions).GetProperties().Where(p => Nullable.GetUnderlyingType(p.PropertyType) is not null)];

    /// <summary>The parts' own numbers; null is what they have no use for. To add one: 1. a property that can be null in <see cref="PolicyOptions"/>; 2. a line here.</summary>
    public static PolicyOptions Own(PolicyOptions options)
    {
        bool acts = options.Source != PolicySource.Log, imagines = options.Source == PolicySource.Imagination, prioritises = options.Sampling == SamplingKind.Prioritised;
        bool imitates = options.Reward == RewardKind.Imitation, plays = options.Value == ValueKind.Gan;
        double rate = options.Value == ValueKind.QrDqn ? 2e-3 : 1e-3;
        WorldModelLoss loss = options.ImitationLoss ?? WorldModelLoss.NonSaturatingR1;
        return new PolicyOptions
        {
            LearningRate = rate,
            ReturnSteps = plays && !imitates ? 3 : 1,
            Quantiles = options.Value == ValueKind.QrDqn ? 32 : null,
            Atoms = options.Value == ValueKind.C51 ? 51 : null,
            Samples = plays ? 16 : null,
            CriticSteps = plays ? 2 : null,
            CriticLearningRate = plays ? options.LearningRate ?? rate : null,
            PenaltyWeight = plays ? 10 : null,
            PriorityExponent = prioritises ? 0.6 : null,
            PriorityCorrection = prioritises ? 0.4 : null,
            LoggedShare = !acts ? null : imagines ? 0.25 : 0,
            Rows = acts ? 64 : null,
            GradientStepsPerRolloutStep = acts ? 2 : null,
            BranchSteps = imagines ? 100 : null,
            FirstBranchSteps = imagines ? options.BranchSteps ?? 100 : null,
            ReplayCapacity = acts ? 100_000 : null,
            Exploration = acts ? 0.1 : null,
            FirstExploration = !acts ? null : imagines ? options.Exploration ?? 0.1 : 1,
            UncertaintyPenalty = imagines && !imitates ? 0 : null,
            UncertaintyQuantile = imagines ? 1 : null,
            ImitationLoss = imitates ? loss : null,
            ImitationPenaltyWeight = imitates ? ImitationLosses.PenaltyWeight(loss) : null,
            ImitationLearningRate = imitates ? 3e-4 : null,
            RewardLimit = imitates ? 5 : null,
            UncertaintyEnding = imagines ? UncertaintyEnding.LeftSupport : null,
        };
    }

    /// <summary>Names of the options that are set and that no chosen part uses.</summary>
    public static IEnumerable<string> Unused(PolicyOptions options)
    {
        PolicyOptions own = Own(options);
        return Open.Where(p => p.GetValue(options) is not null && p.GetValue(own) is null).Select(p => p.Name);
    }

    /// <summary>What was chosen, in words.</summary>
    public static string Words(PolicyOptions options) => $"source {NameOf(options.Source)}, value {NameOf(options.Value)}, sampling {NameOf(options.Sampling)} and reward {NameOf(options.Reward)}";

    /// <summary>Fills in what is left open.</summary>
    public static PolicyOptions Fill(PolicyOptions options) => Change(options, (set, own) => set ?? own);

    /// <summary>Leaves open what <see cref="Fill"/> would fill in.</summary>
    public static PolicyOptions Clear(PolicyOptions options) => Change(options, (set, own) => Equals(set, own) ? null : set);

    private static PolicyOptions Change(PolicyOptions options, Func<object?, object?, object?> change)
    {
        PolicyOptions own = Own(options), changed = options with { };
        foreach (PropertyInfo property in Open) property.SetValue(changed, change(property.GetValue(options), property.GetValue(own)));
        return changed;
    }

    private static string NameOf(Enum choice) => JsonNamingPolicy.KebabCaseLower.ConvertName(choice.ToString());
}
