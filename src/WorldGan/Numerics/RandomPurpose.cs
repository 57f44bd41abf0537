namespace WorldGan.Numerics;

/// <summary>
/// What random numbers are for: the fourth word of every counter, so that two uses never share a stream.
/// The numbers are part of saved results: add new ones at the end, never renumber.
/// </summary>
public enum RandomPurpose : uint
{
    /// <summary>The first state of an episode.</summary>
    Reset = 1,

    /// <summary>Noise inside a true simulator.</summary>
    Dynamics = 2,

    /// <summary>The latent of the generator.</summary>
    Latent = 3,

    /// <summary>Choices of a policy.</summary>
    Policy = 4,

    /// <summary>The ensemble member of a trajectory.</summary>
    Member = 5,

    /// <summary>Terminals, categories and flags, drawn from their probabilities.</summary>
    Chance = 6,

    /// <summary>First weights of a network.</summary>
    Weights = 7,

    /// <summary>Which rows of a dataset form a batch.</summary>
    Batch = 8,

    /// <summary>Which episodes are held out.</summary>
    Split = 9,

    /// <summary>The point between real and fake of a gradient penalty.</summary>
    Mix = 10,

    /// <summary>Where rollouts start.</summary>
    Start = 11,

    /// <summary>Exploration while a policy is trained.</summary>
    Exploration = 12,

    /// <summary>Which sub-policy a recording follows.</summary>
    Recording = 13,

    /// <summary>The seed of a recording, so that nothing else under the same number repeats it.</summary>
    RecordingSeed = 14,

    /// <summary>The seed of a member of a learned world.</summary>
    WorldMemberSeed = 15,

    /// <summary>The seed of a member of a policy.</summary>
    PolicyMemberSeed = 16,

    /// <summary>Which episodes a member of a learned world is trained on.</summary>
    Bootstrap = 17,

    /// <summary>How far a condition is moved while the noise is trained.</summary>
    ConditionNoise = 18,

    /// <summary>The component of a mixture.</summary>
    Component = 19,

    /// <summary>The seed of what is drawn for windows of several steps, beside what is drawn for single ones.</summary>
    WindowSeed = 20,

    /// <summary>The seed of the clone of a log's policy.</summary>
    CloneSeed = 21,

    /// <summary>What planning draws: plans, and the seed of the futures that they are tried in.</summary>
    Planning = 22,

    /// <summary>The seed of the draws by which the noise of an ensemble is judged.</summary>
    NoiseGateSeed = 23,
}
