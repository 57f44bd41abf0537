using static TorchSharp.Interop.Operators;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>
/// What Adam (arXiv:1412.6980) and AdamW (arXiv:1711.05101) share. All parameters are updated by the same few calls on lists, which a device
/// does in one pass; every element goes through the operations of the package in their order.
/// </summary>
internal abstract class AdamFamily : OptimizerHelper, optim.IBetas
{
    private protected AdamFamily(IEnumerable<Parameter> parameters, AdamOptions options)
    {
        Require(options.LearningRate >= 0, $"Invalid learning rate: {options.LearningRate}");
        Require(options.eps >= 0, $"Invalid ε: {options.eps}");
        Require(options.beta1 is >= 0 and < 1, $"Invalid beta1: {options.beta1}");
        Require(options.beta2 is >= 0 and < 1, $"Invalid beta2: {options.beta2}");
        Require(options.weight_decay >= 0, $"Invalid weight_decay value: {options.weight_decay}");
        _defaults = options;
        add_param_group(new ParamGroup { Parameters = [.. parameters], Options = options });
    }

    public (double, double) Betas
    {
        get => _defaults is AdamOptions options ? (options.beta1!.Value, options.beta2!.Value) : default;
        set
        {
            var options = (AdamOptions)_defaults;
            (options.beta1, options.beta2) = value;
        }
    }

    public override void add_param_group(ParamGroup param_group)
    {
        base.add_param_group(param_group);
        foreach (var parameter in param_group.Parameters)
        {
            var state = NewState(parameter);
            _state[parameter.Handle] = state;
            state.Initialize(param_group.Options);
        }
    }

    public override Tensor? step(Func<Tensor>? closure = null) => _step<ParamGroup>(Update, closure);

    private protected abstract AdamState NewState(Parameter parameter);

    /// <summary>Takes the weights' decay into the gradients or out of the weights.</summary>
    private protected abstract Tensor[] Decay(Tensor[] parameters, Tensor[] gradients, AdamOptions options);

    private static void Require(bool holds, string message)
    {
        if (!holds) throw new ArgumentException(message);
    }

    private void Update(ParamGroup group)
    {
        var (parameters, gradients, states) = Learning<AdamState>(group);
        for (int i = 0; i < states.Length; i++) states[i].step++;
        foreach (var sameStep in Enumerable.Range(0, states.Length).GroupBy(i => states[i].step))
        {
            int[] chosen = [.. sameStep];
            Update(Choose(parameters, chosen), Choose(gradients, chosen), Choose(states, chosen), (AdamOptions)group.Options);
        }
    }

    private void Update(Tensor[] parameters, Tensor[] gradients, AdamState[] states, AdamOptions options)
    {
        double beta1 = options.beta1!.Value, beta2 = options.beta2!.Value;
        if (options.maximize == true) gradients = CallMany("_foreach_neg", gradients);
        gradients = Decay(parameters, gradients, options);

        var first = Array.ConvertAll(states, state => state.exp_avg);
        var second = Array.ConvertAll(states, state => state.exp_avg_sq);
        Run("_foreach_mul_.Scalar", first, beta1);
        Run("_foreach_add_.List", first, gradients, 1 - beta1);
        Run("_foreach_mul_.Scalar", second, beta2);
        Run("_foreach_addcmul_.Scalar", second, gradients, gradients, 1 - beta2);
        if (options.amsgrad == true) second = Array.ConvertAll(states, state => state.Largest());

        var scale = CallMany("_foreach_sqrt", second);
        Run("_foreach_div_.Scalar", scale, Math.Sqrt(1 - Math.Pow(beta2, states[0].step)));
        Run("_foreach_add_.Scalar", scale, options.eps!.Value);
        Run("_foreach_addcdiv_.Scalar", parameters, first, scale, -options.LearningRate!.Value / (1 - Math.Pow(beta1, states[0].step)));
    }

    private static T[] Choose<T>(T[] all, int[] chosen) => chosen.Length == all.Length ? all : Array.ConvertAll(chosen, i => all[i]);
}
