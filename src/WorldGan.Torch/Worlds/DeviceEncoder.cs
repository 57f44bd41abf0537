using WorldGan.Datasets;
using WorldGan.Torch.Networks;
using WorldGan.Worlds;
using static TorchSharp.torch;
using Tensor = TorchSharp.torch.Tensor;

namespace WorldGan.Torch.Worlds;

/// <summary>What <see cref="StateEncoder"/> does, for rows on a device.</summary>
internal sealed class DeviceEncoder : IDisposable
{
    private readonly HeldTensors _held;
    private readonly Tensor _shift, _unit;                 // [F] what is taken off, what it is divided by
    private readonly Tensor? _source;                      // [F] variable; null where each is one feature, in their order
    private readonly Tensor? _later, _isChange, _isAngleChange, _isWave, _phase, _isOneHot, _value; // [F] null where no feature is of the kind
    private readonly Tensor _oneHot;                       // [A, A]

    public DeviceEncoder(WorldSpec spec, Normalizer normalizer, Device device)
    {
        _held = new HeldTensors(device);
        _oneHot = _held.Hold(eye(spec.Actions.Count, device: device));
        var stack = new StateStack(spec);
        List<Feature> features = [.. spec.State.SelectMany((variable, j) => Of(variable, j, stack, normalizer))];
        Features = features.Count;
        if (!features.Select(f => f.Source).SequenceEqual(Enumerable.Range(0, spec.State.Count))) _source = _held.Rows(features.Select(f => f.Source));
        (_shift, _unit) = (_held.Floats(features.Select(f => f.Shift)), _held.Floats(features.Select(f => f.Unit)));
        if (features.Any(f => f.Later is not null))
        {
            _later = _held.Rows(features.Select(f => f.Later ?? f.Source));
            _isChange = _held.Truths(features.Select(f => f.Later is not null));
            if (features.Any(f => f is { Later: not null, IsAngle: true })) _isAngleChange = _held.Truths(features.Select(f => f is { Later: not null, IsAngle: true }));
        }

        if (features.Any(f => f.Phase is not null))
        {
            _isWave = _held.Truths(features.Select(f => f.Phase is not null));
            _phase = _held.Floats(features.Select(f => f.Phase ?? 0));
        }

        if (!features.Any(f => f.Value is not null)) return;
        _isOneHot = _held.Truths(features.Select(f => f.Value is not null));
        _value = _held.Floats(features.Select(f => (float)(f.Value ?? 0)));
    }

    /// <summary>F.</summary>
    public int Features { get; }

    /// <summary>The features of states.</summary>
    /// <param name="states">[.., S] in the units of the specification.</param>
    /// <returns>[.., F].</returns>
    public Tensor States(Tensor states)
    {
        Tensor values = _source is null ? states : states.index_select(-1, _source), features = (values - _shift) / _unit;
        if (_later is not null) features = where(_isChange!, Change(states.index_select(-1, _later) - values) / _unit, features);
        if (_isWave is not null) features = where(_isWave, (values + _phase!).sin(), features);
        return _isOneHot is null ? features : where(_isOneHot, values.eq(_value!).to(ScalarType.Float32), features);
    }

    /// <summary>The features of states, and the one-hot actions.</summary>
    /// <param name="features">[.., F] from <see cref="States"/>.</param>
    /// <param name="actions">[..] indices of actions.</param>
    /// <returns>[.., F + A].</returns>
    public Tensor WithActions(Tensor features, Tensor actions) => cat([features, _oneHot.index_select(0, actions.flatten()).unflatten(0, actions.shape)], -1);

    public void Dispose() => _held.Dispose();

    private Tensor Change(Tensor change) => _isAngleChange is null ? change : where(_isAngleChange, Angles.Wrap(change), change);

    private static IEnumerable<Feature> Of(StateVariable variable, int j, StateStack stack, Normalizer normalizer)
    {
        bool isAngle = variable.Kind == VariableKind.Angle;
        if (StateEncoder.SeesChange(variable)) return [new(j, 0, normalizer.ChangeScale[stack.PresentOf(j)]) { Later = j - stack.Present, IsAngle = isAngle }];
        return variable.Kind switch
        {
            VariableKind.Real => [new(j, normalizer.Mean[j], normalizer.StandardDeviation[j])],
            VariableKind.Angle => [new(j, 0, 1) { Phase = 0 }, new(j, 0, 1) { Phase = MathF.PI / 2 }],
            VariableKind.Flag => [new(j, 0, 1)],
            _ => Enumerable.Range(0, variable.Categories).Select(value => new Feature(j, 0, 1) { Value = value }),
        };
    }

    /// <summary>A feature: (variable - shift) / unit, unless one of the others is set.</summary>
    private sealed record Feature(int Source, float Shift, float Unit)
    {
        /// <summary>The variable one step later, whose change is seen.</summary>
        public int? Later { get; init; }

        public bool IsAngle { get; init; }

        /// <summary>Of a sine: a quarter turn on, it is the cosine.</summary>
        public float? Phase { get; init; }

        /// <summary>Of a category: 1 where it has this value.</summary>
        public int? Value { get; init; }
    }
}
