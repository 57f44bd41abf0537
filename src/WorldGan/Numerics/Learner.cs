namespace WorldGan.Numerics;

/// <summary>A network in training: its parameters, their gradient, Adam, and the exponentially averaged weights that are kept in the end.</summary>
internal sealed class Learner
{
    private readonly Adam _adam;
    private readonly Mlp<float>? _average;
    private readonly int[] _steps = [0];

    /// <summary>Starts from fresh weights.</summary>
    /// <param name="shape">Sizes of the network.</param>
    /// <param name="weights">Randomness of the first weights.</param>
    /// <param name="average">Receives the averaged weights; null where none are wanted.</param>
    /// <param name="averaging">Decay of the average; it is lower in the first steps, so that the first weights are forgotten.</param>
    /// <param name="beta1">Adam's decay of the first moment.</param>
    /// <param name="beta2">Adam's decay of the second moment.</param>
    /// <param name="lastLayerScale">Scale of the last layer's first weights.</param>
    public Learner(MlpShape shape, RandomStream weights, Mlp<float>? average = null, float averaging = 0, float beta1 = 0.9f, float beta2 = 0.999f, double lastLayerScale = 1)
    {
        Net = new Mlp<float>(shape);
        Net.Initialize(weights, lastLayerScale);
        Gradient = new float[Net.Parameters.Length];
        _adam = new Adam(Net.Parameters.Length, beta1, beta2);
        (_average, Averaging, Beta1, Beta2) = (average, averaging, beta1, beta2);
        if (average is null) return;
        Net.Parameters.CopyTo(average.Parameters, 0);
        average.ParametersChanged();
    }

    /// <summary>The network that learns.</summary>
    public Mlp<float> Net { get; }

    /// <summary>[ParameterLength] sum of gradients since the last step.</summary>
    public float[] Gradient { get; }

    /// <summary>Whether there are averaged weights.</summary>
    public bool HasAverage => _average is not null;

    /// <summary>Decay of the average.</summary>
    public float Averaging { get; }

    /// <summary>Adam's decay of the first moment.</summary>
    public float Beta1 { get; }

    /// <summary>Adam's decay of the second moment.</summary>
    public float Beta2 { get; }

    /// <summary>Everything that must be saved to go on with the same bits; call <see cref="Restored"/> after writing it.</summary>
    public IEnumerable<(string Name, Array Values)> State =>
        [("parameters", Net.Parameters), ("steps", _steps), .. _adam.State, .. _average is null ? [] : new (string, Array)[] { ("average", _average.Parameters) }];

    /// <summary>Moves down the gradient, clears it, and moves the average along.</summary>
    public void Descend(float learningRate)
    {
        _adam.Step(Net.Parameters, Gradient, learningRate);
        Net.ParametersChanged();
        int step = _steps[0]++;
        if (_average is null) return;
        VectorMath.Average(Net.Parameters, _average.Parameters, Math.Min(Averaging, (1f + step) / (10f + step)));
        _average.ParametersChanged();
    }

    /// <summary>Brings every parameter into ±<paramref name="limit"/>.</summary>
    public void Clip(float limit)
    {
        VectorMath.Clamp(Net.Parameters, limit);
        Net.ParametersChanged();
    }

    /// <summary>To be called after parameters were restored: what is derived from them is stale.</summary>
    public void Restored()
    {
        Net.ParametersChanged();
        _average?.ParametersChanged();
    }
}
