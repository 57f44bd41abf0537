using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Running averages of a gradient and of its square.</summary>
internal class AdamState(Parameter parameter) : OptimizerState(parameter), IDisposable
{
    public long step;
    public Tensor exp_avg = null!;
    public Tensor exp_avg_sq = null!;
    public Tensor? max_exp_avg_sq;

    public override void Initialize(OptimizerOptions options)
    {
        Dispose();
        step = 0;
        exp_avg = Zeros();
        exp_avg_sq = Zeros();
        max_exp_avg_sq = ((AdamOptions)options).amsgrad == true ? Zeros() : null;
    }

    public override void LoadStateDict(OptimizerState source)
    {
        var from = (AdamState)source;
        var device = _parameter.device;
        Dispose();
        step = from.step;
        exp_avg = from.exp_avg.to(device, copy: true).DetachFromDisposeScope();
        exp_avg_sq = from.exp_avg_sq.to(device, copy: true).DetachFromDisposeScope();
        max_exp_avg_sq = from.max_exp_avg_sq?.to(device, copy: true).DetachFromDisposeScope();
    }

    public override void to(Device device)
    {
        exp_avg = exp_avg.to(device, disposeAfter: true).DetachFromDisposeScope();
        exp_avg_sq = exp_avg_sq.to(device, disposeAfter: true).DetachFromDisposeScope();
        max_exp_avg_sq = max_exp_avg_sq?.to(device, disposeAfter: true).DetachFromDisposeScope();
    }

    public void Dispose()
    {
        exp_avg?.Dispose();
        exp_avg_sq?.Dispose();
        max_exp_avg_sq?.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>The largest average so far of the gradient's square.</summary>
    internal Tensor Largest()
    {
        using var before = max_exp_avg_sq!;
        return max_exp_avg_sq = before.maximum(exp_avg_sq).DetachFromDisposeScope();
    }

    private Tensor Zeros() => zeros_like(_parameter).DetachFromDisposeScope();
}
