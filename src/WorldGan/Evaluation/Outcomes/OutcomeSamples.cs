using WorldGan.Worlds;

namespace WorldGan.Evaluation.Outcomes;

/// <summary>Many next states of each of some conditions, as points of an <see cref="OutcomeSpace"/>.</summary>
internal sealed class OutcomeSamples
{
    private readonly float[] _points;                      // [conditions, samples, D]

    private OutcomeSamples(float[] points, int samples, int dimensions) => (_points, Samples, Dimensions) = (points, samples, dimensions);

    /// <summary>Samples of each condition.</summary>
    public int Samples { get; }

    /// <summary>D, the numbers of a point.</summary>
    public int Dimensions { get; }

    /// <summary>[samples, D] the samples of a condition.</summary>
    public ReadOnlySpan<float> this[int condition] => _points.AsSpan(condition * Samples * Dimensions, Samples * Dimensions);

    /// <summary>Draws samples from a world. An ensemble's members take turns as they do in rollouts: each sample is a trajectory of its own.</summary>
    /// <param name="world">A true or a learned world.</param>
    /// <param name="conditions">States and actions.</param>
    /// <param name="space">Where the points lie.</param>
    /// <param name="samples">Samples of each condition.</param>
    /// <param name="seed">Seed of the draws.</param>
    public static OutcomeSamples Draw(IWorld world, Conditions conditions, OutcomeSpace space, int samples, ulong seed)
    {
        int width = conditions.Width, dimensions = space.Dimensions;
        var points = new float[conditions.Count * samples * dimensions];
        var (states, next, actions) = (new float[samples * width], new float[samples * width], new int[samples]);
        var (keys, rewards, endings) = (new RowKey[samples], new float[samples], new Ending[samples]);
        for (int c = 0; c < conditions.Count; c++)
        {
            for (int s = 0; s < samples; s++)
            {
                keys[s] = new RowKey(seed, (uint)(c * samples + s), 0);
                conditions.State(c).CopyTo(states.AsSpan(s * width));
                actions[s] = conditions.Actions[c];
            }

            world.Step(new StepBatch { Keys = keys, States = states, Actions = actions, NextStates = next, Rewards = rewards, Endings = endings });
            for (int s = 0; s < samples; s++)
                space.Write(conditions.State(c), next.AsSpan(s * width, width), points.AsSpan((c * samples + s) * dimensions, dimensions));
        }

        return new OutcomeSamples(points, samples, dimensions);
    }
}
