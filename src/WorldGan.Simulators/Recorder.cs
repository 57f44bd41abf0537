using WorldGan.Logs;
using WorldGan.Numerics;
using WorldGan.Worlds;

namespace WorldGan.Simulators;

/// <summary>Plays a policy in a world, one episode after the other, and writes down what happens.</summary>
/// <param name="world">The world; a learned one serves as well.</param>
/// <param name="policy">Chooses the actions.</param>
/// <param name="seed">The seed of the recording: the same seed gives the same episodes.</param>
/// <param name="probabilities">Whether to write down how probable each action was, where the policy is an <see cref="IStochasticPolicy"/> or always sure.</param>
/// <example><code>
/// IWorld world = new CartPole();
/// LogFile.Write("log.wglog", world.Spec, new Recorder(world, new RandomPolicy(world.Spec), seed: 1).Transitions(1000));
/// </code></example>
public sealed class Recorder(IWorld world, IPolicy policy, ulong seed, bool probabilities = false)
{
    // Else a random policy in a learned world would do again, under the same number, what the log of that world shows.
    private readonly ulong _seed = DerivedSeed.Of(seed, RandomPurpose.RecordingSeed);

    /// <summary>Records exactly so many transitions; the last episode is cut where they are full.</summary>
    /// <remarks>Episode k is trajectory k of a seed derived from the recording's, so a longer recording begins with the shorter one.</remarks>
    /// <exception cref="InvalidOperationException">The world's very first step of an episode is not finite.</exception>
    public IEnumerable<Episode> Transitions(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        return Record(count, uint.MaxValue);
    }

    /// <summary>Records so many whole episodes.</summary>
    /// <exception cref="InvalidOperationException">The world has no step limit, so an episode may never end; or the very first step of an episode is not finite.</exception>
    public IEnumerable<Episode> Episodes(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        if (world.Spec.StepLimit is null) throw new InvalidOperationException($"Expected a step limit in world '{world.Spec.Name}', got none: an episode may never end.");
        return Record(int.MaxValue, (uint)count);
    }

    private IEnumerable<Episode> Record(int transitions, uint episodes)
    {
        for (uint trajectory = 0; trajectory < episodes && transitions > 0; trajectory++)
        {
            var episode = Play(trajectory, transitions);
            transitions -= episode.Count;
            yield return episode;
        }
    }

    private Episode Play(uint trajectory, int mostSteps)
    {
        var recording = new EpisodeRecording(world.Spec);
        var key = new RowKey(_seed, trajectory, 0);
        float[] state = new float[world.Spec.State.Count], next = new float[state.Length];
        world.Reset([key], state);
        recording.Begin(state);
        for (var ending = Ending.None; ending == Ending.None && recording.Count < mostSteps; key = key.Next)
        {
            ending = Step(key, state, next, recording);
            (state, next) = (next, state);
        }

        return recording.ToEpisode(trajectory);
    }

    private Ending Step(RowKey key, float[] state, float[] next, EpisodeRecording recording)
    {
        int action = 0;
        float reward = 0;
        var ending = Ending.None;
        policy.Act([key], state, new Span<int>(ref action));
        double? probability = probabilities ? IStochasticPolicy.Of(policy, key, state, action) : null;
        world.Step(new StepBatch
        {
            Keys = [key],
            States = state,
            Actions = [action],
            NextStates = next,
            Rewards = new Span<float>(ref reward),
            Endings = new Span<Ending>(ref ending),
        });
        return recording.Add(action, probability, reward, next, ending);
    }
}
