namespace TorchSharp.Modules;

/// <summary>What an optimiser remembers of one parameter.</summary>
internal abstract class OptimizerState(Parameter parameter)
{
    protected Parameter _parameter = parameter;

    public abstract void Initialize(OptimizerOptions options);

    public abstract void LoadStateDict(OptimizerState source);

    public virtual void to(torch.Device device)
    {
    }
}
