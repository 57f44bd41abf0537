using WorldGan.Datasets;
using WorldGan.Simulators;
using WorldGan.Worlds;

namespace WorldGan.LearningTests;

/// <summary>Logs of true worlds.</summary>
internal static class Logs
{
    public static TransitionSet Random(IWorld world, int transitions, ulong seed) =>
        TransitionSet.From(world.Spec, new Recorder(world, new RandomPolicy(world.Spec), seed).Transitions(transitions));
}
