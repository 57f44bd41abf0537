using WorldGan.Numerics;

namespace WorldGan.Policies.Sources;

/// <summary>Chooses transitions to learn from.</summary>
internal interface ISampler
{
    /// <summary>Everything that must be saved to go on with the same bits.</summary>
    IEnumerable<(string Name, Array Values)> State { get; }

    /// <summary>Told of a transition that was written.</summary>
    void Add(int index);

    /// <summary>Draws with replacement.</summary>
    /// <param name="random">Moved on.</param>
    /// <param name="count">Transitions held.</param>
    /// <param name="progress">Share of the training that is done.</param>
    /// <param name="rows">[B] written: which ones.</param>
    /// <param name="weights">[B] written: the weight of each, at most 1.</param>
    void Draw(ref RandomStream random, int count, double progress, Span<int> rows, Span<float> weights);

    /// <summary>Told how much a transition surprised.</summary>
    void Learned(int index, float error);
}
