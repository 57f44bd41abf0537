using System.Text.Json;
using WorldGan.Datasets;
using WorldGan.Evaluation;
using WorldGan.Numerics;
using WorldGan.Policies;
using WorldGan.Policies.Baselines;
using WorldGan.Policies.Cloning;
using WorldGan.Worlds;

namespace WorldGan.Runs;

/// <summary>
/// Policies to compare a run's own with: from the log alone, with the same networks and budget, and the random one. A policy that imitates is compared with clones
/// of its expert: rewards, which the others learn from, may not be there.
/// </summary>
internal sealed class PolicyBaselines(RunDescription run, RunData logged, Provenance provenance, BaselineFiles files)
{
    private const string Prefix = "policy-";               // of files: those of worlds stand beside them

    private readonly bool _imitates = run.Settings.Policy.Reward == RewardKind.Imitation;
    private readonly TransitionSet _data = run.Settings.Policy.Reward == RewardKind.Imitation ? logged.Experts! : logged.Transitions;

    /// <summary>Reads each that is there and fits, and learns the others.</summary>
    public IReadOnlyList<NamedPolicy> ReadOrLearn()
    {
        ClonedPolicy clone = files.ReadOrLearn(Prefix + NameOf(PolicyBaseline.Cloned), ReadClone, around => (ClonedPolicy)Train(PolicyBaseline.Cloned, around), (path, policy) => ClonedPolicyFile.Write(path, policy, provenance));
        return
        [
            new("random", new RandomPolicy(_data.Spec)),
            new(NameOf(PolicyBaseline.Cloned), clone),
            new(NameOf(PolicyBaseline.GreedyClone), clone.Greedy),
            .. (_imitates ? [] : new[] { PolicyBaseline.OfflineDqn, PolicyBaseline.Cql, PolicyBaseline.Bcq }).Select(kind => new NamedPolicy(NameOf(kind), ReadOrLearn(kind))),
        ];
    }

    private QPolicy ReadOrLearn(PolicyBaseline kind) => files.ReadOrLearn(
        Prefix + NameOf(kind), path => Read(path, BaselineTrainer.Options(kind, run.Settings.Policy).Resolved()), around => (QPolicy)Train(kind, around), (path, policy) => QPolicyFile.Write(path, policy, provenance));

    private IPolicy Train(PolicyBaseline kind, TrainingSession around) => BaselineTrainer.Train(kind, _data, run.Settings.Policy, run.Settings.Seed, around);

    private ClonedPolicy? ReadClone(string path)
    {
        (ClonedPolicy policy, Provenance from) = ClonedPolicyFile.Read(path);
        return from == provenance && policy.Spec.Equals(_data.Spec) ? policy : null;
    }

    private QPolicy? Read(string path, PolicyOptions options)
    {
        (QPolicy policy, Provenance from) = QPolicyFile.Read(path);
        return from == provenance && policy.Spec.Equals(_data.Spec) && policy.Options == options ? policy : null;
    }

    private string NameOf(PolicyBaseline kind) => (_imitates ? "expert-" : "") + JsonNamingPolicy.KebabCaseLower.ConvertName(kind.ToString());
}
