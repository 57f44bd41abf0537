using WorldGan.Numerics;
using WorldGan.Worlds;

namespace WorldGan.WorldModel.Noise;

/// <summary>Noise of a generator: what it makes of the condition and of a latent.</summary>
internal sealed class GeneratorSampler : INoiseSampler
{
    private readonly WorldModelLayout _layout;
    private readonly Columns _input;
    private readonly MlpInference _generator;
    private readonly Normals _latents;

    /// <inheritdoc cref="NoiseSampler.Of"/>
    public GeneratorSampler(WorldModelLayout layout, WorldModelMember member, Columns input)
    {
        (_layout, _input, _generator) = (layout, input, new MlpInference(member.Generator, input));
        _latents = new Normals(RandomPurpose.Latent, input.Stride, layout.Options.LatentSize);
    }

    public Columns Output => _generator.Output;

    public void SetKeys(ReadOnlySpan<RowKey> keys) => _latents.SetKeys(RowKey.Words(keys));

    public void Draw(int rows)
    {
        _latents.Draw(rows);
        _latents.Write(rows, _input, _layout.Condition, _layout.LatentScale);
        _generator.Run(rows);
    }
}
