using WorldGan.Numerics;

namespace WorldGan.Policies.Sources;

/// <summary>Draws all transitions alike.</summary>
internal sealed class UniformSampler : ISampler
{
    public IEnumerable<(string Name, Array Values)> State => [];

    public void Add(int index)
    {
    }

    public void Draw(ref RandomStream random, int count, double progress, Span<int> rows, Span<float> weights)
    {
        for (int i = 0; i < rows.Length; i++) rows[i] = random.NextInt32(count);
        weights.Fill(1);
    }

    public void Learned(int index, float error)
    {
    }
}
