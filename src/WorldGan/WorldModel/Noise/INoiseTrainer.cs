using WorldGan.Numerics;

namespace WorldGan.WorldModel.Noise;

/// <summary>Learns the noise of one member, a step at a time, and can stop and go on between any two steps.</summary>
internal interface INoiseTrainer
{
    int Steps { get; }

    int StepsDone { get; }

    /// <summary>Everything that must be saved to go on with the same bits.</summary>
    IEnumerable<(string Name, Array Values)> State { get; }

    /// <summary>The critic as it stands; null where the loss has none.</summary>
    Mlp<float>? Critic => null;

    /// <summary>One step; returns what it measured by name, valid until the next one.</summary>
    IReadOnlyList<(string Name, double Value)> Step();

    /// <summary>To be called after <see cref="State"/> was restored: what is derived from it is stale.</summary>
    void Restored();
}
