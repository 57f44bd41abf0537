using WorldGan.Datasets;
using WorldGan.Numerics;
using WorldGan.WorldModel.Noise;
using WorldGan.WorldModel.Watch;

namespace WorldGan.WorldModel;

/// <summary>The stages of a member's training, in order.</summary>
internal enum WorldModelStage
{
    /// <summary>The mean of the change.</summary>
    Mean,

    /// <summary>How the scale of the noise hangs on state and action.</summary>
    Scale,

    /// <summary>Reward, terminal and the classes of the next state.</summary>
    Heads,

    /// <summary>The noise, of the kind and by the loss that the options name.</summary>
    Noise,

    /// <summary>Nothing is left to do.</summary>
    Done,
}

/// <summary>Trains one member of the ensemble, a step at a time, and can stop and go on between any two steps.</summary>
internal sealed class MemberTrainer
{
    private readonly TransitionSet _data;
    private readonly EpisodeSplit _split;
    private readonly ulong _seed;
    private readonly Losses _meanLosses = new("meanLoss"), _checkedMeanLosses = new("meanLoss", "meanHeldOutRmse");
    private readonly int[] _stage = [(int)WorldModelStage.Mean];
    private readonly Losses _scaleLosses = new("scaleLoss");
    private float[]? _residuals;
    private ScaleTrainer? _scale;
    private INoiseTrainer? _noise;
    private NoiseWatch? _watch;

    public MemberTrainer(WorldModelLayout layout, TransitionSet data, EpisodeSplit split, ulong seed, int index)
    {
        _seed = DerivedSeed.Of(seed, RandomPurpose.WorldMemberSeed, index);
        (Layout, _data, _split, Index) = (layout, data, split, index);
        Member = new WorldModelMember(layout);
        Mean = new MeanTrainer(layout, Member, data, split.Bootstrap(data, _seed), _seed);
        Heads = new HeadTrainer(layout, Member, data, split, _seed);
    }

    public WorldModelLayout Layout { get; }

    public int Index { get; }

    public WorldModelMember Member { get; }

    public MeanTrainer Mean { get; }

    public HeadTrainer Heads { get; }

    /// <summary>The log.</summary>
    public TransitionSet Data => _data;

    /// <summary>Which of its rows train, and which judge.</summary>
    public EpisodeSplit Split => _split;

    /// <summary>[N, O] residuals in units of the scale at their condition; null before they are known.</summary>
    public float[]? Residuals => _residuals;

    /// <summary>The scale; null before its stage.</summary>
    public ScaleTrainer? Scale => _scale;

    /// <summary>The noise; null before its stage, and where there is none.</summary>
    public INoiseTrainer? Noise => _noise;

    public WorldModelStage Stage => (WorldModelStage)_stage[0];

    /// <summary>Steps of all stages together, counting what an early stop saved as done.</summary>
    public int StepsDone => Stage switch
    {
        WorldModelStage.Mean => Mean.StepsDone,
        WorldModelStage.Scale => Mean.Steps + _scale!.StepsDone,
        WorldModelStage.Heads => Mean.Steps + Layout.ScaleSteps + Heads.StepsDone,
        WorldModelStage.Noise => Mean.Steps + Layout.ScaleSteps + Heads.Steps + (_noise?.StepsDone ?? 0),
        _ => Steps,
    };

    /// <summary>Steps of all stages together.</summary>
    public int Steps => Mean.Steps + Layout.ScaleSteps + Heads.Steps + Layout.NoiseSteps;

    /// <summary>One step of the present stage; returns its losses by name.</summary>
    public IReadOnlyList<(string Name, double Value)> Step()
    {
        switch (Stage)
        {
            case WorldModelStage.Mean when !Mean.IsDone:
                double mean = Mean.Step();
                return Mean.HeldOutError is { } error ? _checkedMeanLosses.Of(mean, error) : _meanLosses.Of(mean);
            case WorldModelStage.Mean:
                _scale = StartScale();
                _stage[0] = (int)WorldModelStage.Scale;
                return [];
            case WorldModelStage.Scale when !_scale!.IsDone:
                return _scaleLosses.Of(_scale.Step());
            case WorldModelStage.Scale:
                _residuals = _scale.Finish();
                _stage[0] = (int)WorldModelStage.Heads;
                return [];
            case WorldModelStage.Heads when !Heads.IsDone:
                return Heads.Step();
            case WorldModelStage.Heads:
                Heads.Finish();
                _noise = StartNoise();
                _stage[0] = (int)WorldModelStage.Noise;
                return [];
            case WorldModelStage.Noise when _noise is { } noise && noise.StepsDone < noise.Steps:
                return noise.Step();
            default:
                _stage[0] = (int)WorldModelStage.Done;
                return [];
        }
    }

    /// <summary>How the noise does; it is judged from half of its steps on.</summary>
    public Measurement MeasureNoise()
    {
        if (_noise is null) return Measurement.None;
        _watch ??= new NoiseWatch(Layout, Member, _data, _split, _residuals!);
        NoiseHealth health = _watch.Measure(_noise.Critic);
        return new Measurement(health.Values, 2 * _noise.StepsDone >= _noise.Steps ? [.. health.Warnings] : []);
    }

    /// <summary>Everything that must be saved to go on with the same bits.</summary>
    public IEnumerable<(string Name, Array Values)> State =>
    [
        ("stage", _stage), .. Prefix("member", Member.Arrays), .. Prefix("mean", Mean.State), .. Prefix("heads", Heads.State),
        .. _scale is null ? [] : Prefix("scale", _scale.State), .. _noise is null ? [] : Prefix("noise", _noise.State),
    ];

    /// <summary>Goes back to a saved state. Later stages hang on what earlier ones found, so they are restored in order.</summary>
    public void Restore(Checkpoint checkpoint)
    {
        (_scale, _noise, _residuals, _watch) = (null, null, null, null);
        checkpoint.Read([("stage", _stage), .. Prefix("mean", Mean.State)]);
        Mean.Restored();
        if (Stage >= WorldModelStage.Scale)
        {
            _scale = StartScale();
            checkpoint.Read(Prefix("scale", _scale.State));
            _scale.Restored();
        }

        if (Stage >= WorldModelStage.Heads) _residuals = _scale!.Finish();
        if (Stage >= WorldModelStage.Noise) _noise = StartNoise();
        checkpoint.Read(State);
        Heads.Restored();
        _noise?.Restored();
        Member.ParametersChanged();
    }

    private ScaleTrainer StartScale() => new(Layout, Member, _data, _split, Mean.Finish(), _seed);

    private INoiseTrainer? StartNoise() => NoiseTrainer.Start(Layout, Member, _data, _split, _residuals!, _seed);

    private static IEnumerable<(string, Array)> Prefix(string prefix, IEnumerable<(string Name, Array Values)> arrays) =>
        arrays.Select(a => (prefix + "." + a.Name, a.Values));
}
