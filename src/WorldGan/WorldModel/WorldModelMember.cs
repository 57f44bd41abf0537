using WorldGan.Numerics;
using WorldGan.WorldModel.Classes;

namespace WorldGan.WorldModel;

/// <summary>
/// One member of the ensemble: the classes of the next state are drawn first; with them c = (state, action, classes) and
/// next state = state + mean(c) + scale(c) · noise(c, latent). Heads say reward and terminal.
/// </summary>
internal sealed class WorldModelMember(WorldModelLayout layout)
{
    /// <summary>[C, O] the linear part of the mean, on normalised changes.</summary>
    public float[] Linear { get; } = new float[layout.Condition * layout.Outcomes];

    /// <summary>[O] root mean square of what the linear part leaves: the unit of <see cref="Correction"/>.</summary>
    public float[] CorrectionScale { get; } = new float[layout.Outcomes];

    /// <summary>[O] how much of the correction held-out episodes confirm, 0 to 1.</summary>
    public float[] Gate { get; } = new float[layout.Outcomes];

    /// <summary>
    /// [O] the unit of the noise, as far as a <see cref="NoiseGate"/> keeps it: the root mean square of the held-out residual, or where <see cref="ScaleGate"/> is 1 the scale of the widest noise.
    /// </summary>
    public float[] Scale { get; } = new float[layout.Outcomes];

    /// <summary>[O] 1 where held-out rows confirm that the scale hangs on state and action, otherwise 0.</summary>
    public float[] ScaleGate { get; } = new float[layout.Outcomes];

    /// <summary>Logarithm of the ratio of the scale to <see cref="Scale"/>; above 0 it counts as 0.</summary>
    public Mlp<float> ScaleNetwork { get; } = new(layout.Scale);

    /// <summary>What the linear part misses of the mean.</summary>
    public Mlp<float> Correction { get; } = new(layout.Mean);

    /// <summary>The noise, where the model is a generator.</summary>
    public Mlp<float> Generator { get; } = new(layout.Generator);

    /// <summary>The noise, where the model is a normal distribution or a mixture of several.</summary>
    public Mlp<float> Mixture { get; } = new(layout.MixtureNetwork);

    /// <summary>Normalised reward.</summary>
    public Mlp<float> Reward { get; } = new(layout.RewardHead);

    /// <summary>Logit of a terminal, before <see cref="TerminalCalibration"/>.</summary>
    public Mlp<float> Terminal { get; } = new(layout.Head);

    /// <summary>The classes of each discrete variable, given those before it.</summary>
    public ClassHead[] ClassHeads { get; } = [.. layout.ClassHeads.Zip(layout.ClassTables, (shape, table) => new ClassHead(shape, table))];

    /// <summary>[2] the numbers of <see cref="TerminalCalibration"/>.</summary>
    public float[] TerminalSlopeAndShift { get; } = [1, 0];

    /// <summary>What the logit of a terminal means.</summary>
    public LogitCalibration TerminalCalibration
    {
        get => new(TerminalSlopeAndShift[0], TerminalSlopeAndShift[1]);
        set => (TerminalSlopeAndShift[0], TerminalSlopeAndShift[1]) = ((float)value.Slope, (float)value.Shift);
    }

    /// <summary>What is not a network, as far as this world needs it, by name.</summary>
    public IEnumerable<(string Name, float[] Values)> Vectors =>
    [
        ("mean.linear", Linear), ("mean.correction_scale", CorrectionScale), ("mean.gate", Gate), ("terminal.calibration", TerminalSlopeAndShift),
        .. ClassHeads.SelectMany((head, k) => head.Table is null ? [] : new[] { ($"classes.{k}.counts", head.Counts), ($"classes.{k}.strength", head.Strength) }),
        .. layout.HasNoise ? new[] { ("scale", Scale), ("scale.gate", ScaleGate) } : [],
    ];

    /// <summary>Every array of the member by name, for checkpoints.</summary>
    public IEnumerable<(string Name, Array Values)> Arrays =>
        [.. Vectors.Select(v => (v.Name, (Array)v.Values)), .. Networks.Select(n => (n.Name, (Array)n.Net.Parameters))];

    /// <summary>The networks that this world needs, by name.</summary>
    public IEnumerable<(string Name, Mlp<float> Net)> Networks
    {
        get
        {
            if (layout.Outcomes > 0) yield return ("mean.correction", Correction);
            if (layout.ScaleSteps > 0) yield return ("scale.network", ScaleNetwork);
            if (layout.HasNoise) yield return layout.Options.Model == WorldModelKind.Gan ? ("generator", Generator) : ("mixture", Mixture);
            if (layout.LearnsReward) yield return ("reward", Reward);
            if (layout.LearnsTerminal) yield return ("terminal", Terminal);
            for (int k = 0; k < ClassHeads.Length; k++) yield return ($"classes.{k}", ClassHeads[k].Net);
        }
    }

    /// <summary>Multiplies the unit of an outcome's noise, and divides the ratio to it, by e^<paramref name="log"/>; the scale stays, but for its bound.</summary>
    public void RaiseScale(int outcome, float log)
    {
        Scale[outcome] *= FloatMath.Exp(log);
        ScaleNetwork.Bias(layout.Scale.Layers - 1)[outcome] -= log;
    }

    /// <summary>To be called after parameters were written: what is derived from them is stale.</summary>
    public void ParametersChanged()
    {
        foreach ((_, Mlp<float> net) in Networks) net.ParametersChanged();
    }
}
