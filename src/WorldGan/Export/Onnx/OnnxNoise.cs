using WorldGan.WorldModel;
using WorldGan.WorldModel.Noise;

namespace WorldGan.Export.Onnx;

/// <summary>
/// The noise of a learned world: how many numbers the caller draws for a row, and what a member makes of them. First come standard normal numbers, then uniform ones:
/// that of the mixture's component, where there are several, then one for each category and flag in the order in which they are drawn.
/// </summary>
/// <param name="layout">The world.</param>
/// <param name="members">M, its members.</param>
internal sealed class OnnxNoise(WorldModelLayout layout, IReadOnlyList<WorldModelMember> members)
{
    /// <summary>Standard normal numbers of a row.</summary>
    public int Normals => !layout.HasNoise ? 0 : IsGenerator ? layout.Options.LatentSize : layout.Outcomes;

    /// <summary>Numbers of a row, uniform in [0, 1).</summary>
    public int Uniforms => (HasComponents ? 1 : 0) + layout.Classes.Count;

    /// <summary>N, all numbers of a row.</summary>
    public int Count => Normals + Uniforms;

    private bool IsGenerator => layout.Options.Model == WorldModelKind.Gan;

    private bool HasComponents => layout is { HasNoise: true, Options.Model: WorldModelKind.Mixture } && layout.Mixture.Logits > 0;

    /// <summary>[B, 1] the uniform number of a category or flag.</summary>
    /// <param name="noise">[B, N] all numbers.</param>
    /// <param name="k">Which category or flag, in the order in which they are drawn.</param>
    public OnnxValue OfClass(OnnxValue noise, int k) => noise.Columns(Count - layout.Classes.Count + k);

    /// <summary>The noise in units of its scale.</summary>
    /// <param name="noise">[B, N] all numbers.</param>
    /// <param name="condition">[B, C] what it hangs on.</param>
    /// <param name="select">Takes for each row what its member says, of [M, B, n].</param>
    /// <returns>[B, O].</returns>
    public OnnxValue Draw(OnnxValue noise, OnnxValue condition, Func<OnnxValue, OnnxValue> select)
    {
        OnnxValue normals = noise.Columns(Enumerable.Range(0, Normals));
        if (IsGenerator) return select(OnnxNetwork.Run(OnnxValue.Join(1, condition, normals * layout.LatentScale), "generator", [.. members.Select(m => m.Generator)]));
        MixtureShape mixture = layout.Mixture;
        OnnxValue said = select(OnnxNetwork.Run(condition, "mixture", [.. members.Select(m => m.Mixture)]));
        OnnxValue components = said.Part(1, mixture.Logits, mixture.Outputs - mixture.Logits).Shaped(-1, mixture.Components, 2 * mixture.Outcomes);
        OnnxValue component = HasComponents
            ? components.Entry(said.Part(1, 0, mixture.Logits).Softmax().Pick(noise.Columns(Normals), mixture.Components))
            : components.Narrowed(1);
        OnnxValue logDeviation = component.Part(1, mixture.Outcomes, mixture.Outcomes);
        return component.Part(1, 0, mixture.Outcomes) + logDeviation.Clamped(MixtureShape.Bounded(float.MinValue), MixtureShape.Bounded(float.MaxValue)).Apply("Exp") * normals;
    }
}
