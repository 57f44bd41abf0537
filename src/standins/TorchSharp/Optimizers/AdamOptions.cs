namespace TorchSharp.Modules;

internal class AdamOptions : OptimizerOptions
{
    public double? beta1;
    public double? beta2;
    public double? weight_decay;
    public double? eps;
    public bool? amsgrad;
    public bool? maximize;

    public override void LoadStateDict(OptimizerOptions source)
    {
        base.LoadStateDict(source);
        var from = (AdamOptions)source;
        (beta1, beta2, weight_decay, eps, amsgrad, maximize) = (from.beta1, from.beta2, from.weight_decay, from.eps, from.amsgrad, from.maximize);
    }
}
