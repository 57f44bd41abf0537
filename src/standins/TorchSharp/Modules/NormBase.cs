using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>A normalisation of channels that may remember the mean and variance of what it saw.</summary>
internal abstract class NormBase : Weighted
{
    [ComponentName(Name = nameof(running_mean))]
    private readonly Tensor? _runningMean;

    [ComponentName(Name = nameof(running_var))]
    private readonly Tensor? _runningVariance;

    [ComponentName(Name = nameof(num_batches_tracked))]
    private readonly Tensor? _batchesTracked;

    private protected NormBase(long num_features, double eps, double momentum, bool affine, bool track_running_stats, Device? device, ScalarType? dtype, string name)
        : base(name)
    {
        (this.num_features, this.eps, this.momentum, this.affine, this.track_running_stats) = (num_features, eps, momentum, affine, track_running_stats);
        if (affine) FillAffine([num_features], device, dtype);
        if (!track_running_stats) return;
        _runningMean = Buffer(nameof(running_mean), zeros(num_features, dtype, device));
        _runningVariance = Buffer(nameof(running_var), ones(num_features, dtype, device));
        _batchesTracked = Buffer(nameof(num_batches_tracked), zeros([], ScalarType.Int64, device));
    }

    public long num_features { get; }

    public double eps { get; set; }

    public double? momentum { get; set; }

    public bool affine { get; }

    public bool track_running_stats { get; }

    public Tensor? running_mean => _runningMean;

    public Tensor? running_var => _runningVariance;

    public Tensor? num_batches_tracked => _batchesTracked;

    private Tensor Buffer(string component, Tensor first)
    {
        ConditionallyRegisterBuffer(component, first.DetachFromDisposeScope());
        return first;
    }
}
