using System.Numerics;
using WorldGan.Numerics;

namespace WorldGan.WorldModel.Noise;

/// <summary>What a member knows of a step before its noise is learned: the mean, and how far the noise reaches.</summary>
internal sealed class KnownDynamics<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <param name="layout">Which numbers stand where.</param>
    /// <param name="member">Its mean and scale are known.</param>
    /// <param name="isExact">Whether the noise is left out.</param>
    public KnownDynamics(WorldModelLayout layout, WorldModelMember member, bool isExact = false)
    {
        Linear = Converted(member.Linear);
        CorrectionScale = Converted([.. member.Gate.Zip(member.CorrectionScale, (gate, scale) => gate * scale)]);
        NoiseScale = Converted([.. member.Scale.Select(scale => isExact ? 0 : scale)]);
        ScaleGate = member.ScaleGate;
        Correction = member.Gate.Any(gate => gate > 0) ? Converted(member.Correction) : null;
        Scale = layout.ScaleSteps > 0 && !isExact && ScaleGate.Any(gate => gate > 0) ? Converted(member.ScaleNetwork) : null;
    }

    /// <summary>[C, O] the linear part of the mean.</summary>
    public T[] Linear { get; }

    /// <summary>[O] unit of the correction times its gate.</summary>
    public T[] CorrectionScale { get; }

    /// <summary>[O] unit of the noise, where it is the same everywhere.</summary>
    public T[] NoiseScale { get; }

    /// <summary>[O] 1 where the scale hangs on state and action.</summary>
    public float[] ScaleGate { get; }

    /// <summary>Null where every gate is closed.</summary>
    public Mlp<T>? Correction { get; }

    /// <summary>Null where every gate is closed.</summary>
    public Mlp<T>? Scale { get; }

    private static T[] Converted(float[] values) => [.. values.Select(T.CreateTruncating)];

    private static Mlp<T> Converted(Mlp<float> net)
    {
        var converted = new Mlp<T>(net.Shape);
        Converted(net.Parameters).CopyTo(converted.Parameters, 0);
        converted.ParametersChanged();
        return converted;
    }
}
