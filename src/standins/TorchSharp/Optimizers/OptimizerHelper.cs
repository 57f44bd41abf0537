using static TorchSharp.torch;
using static TorchSharp.torch.optim;

namespace TorchSharp.Modules;

/// <summary>An optimiser with a state for each parameter.</summary>
internal abstract class OptimizerHelper : Optimizer
{
    protected OptimizerOptions _defaults = null!;
    protected Utils.OrderedDict<nint, OptimizerState> _state = new();

    public override void zero_grad()
    {
        foreach (var parameter in parameters())
        {
            using var grad = parameter.grad;
            grad?.zero_();
        }
    }

    public override IEnumerable<Parameter> parameters() => _parameter_groups.SelectMany(group => group.Parameters);

    public virtual StateDictionary state_dict()
    {
        var state = new StateDictionary();
        foreach (var group in _parameter_groups)
        {
            state.Options.Add(group.Options);
            foreach (var parameter in group.Parameters) state.State.Add(_state[parameter.Handle]);
        }
        return state;
    }

    public virtual void load_state_dict(StateDictionary state_dict)
    {
        var own = this.state_dict();
        if (state_dict.Options.Count != own.Options.Count) throw new ArgumentException("Invalid optimizer state -- different number of parameter groups.");
        if (state_dict.State.Count != own.State.Count) throw new ArgumentException("Invalid optimizer state -- different number of states.");

        for (int i = 0; i < own.Options.Count; i++)
            if (own.Options[i] != state_dict.Options[i]) own.Options[i].LoadStateDict(state_dict.Options[i]);
        for (int i = 0; i < own.State.Count; i++)
            if (own.State[i] != state_dict.State[i]) own.State[i].LoadStateDict(state_dict.State[i]);
    }

    public void to(Device device)
    {
        foreach (var (_, state) in _state) state.to(device);
    }

    protected override void Dispose(bool disposing)
    {
        if (!disposing) return;
        foreach (var (_, state) in _state) (state as IDisposable)?.Dispose();
    }

    /// <summary>Evaluates the loss, then updates the groups without recording.</summary>
    protected Tensor? _step<T>(Action<T> body, Func<Tensor>? loss_closure = null) where T : ParamGroup
    {
        Tensor? loss = null;
        if (loss_closure is not null)
        {
            using var recording = enable_grad();
            loss = loss_closure();
        }
        using var still = no_grad();
        using var scope = NewDisposeScope();
        foreach (var group in _parameter_groups) body((T)group);
        return loss;
    }

    /// <summary>The parameters that have a gradient, with it and with their states.</summary>
    private protected (Tensor[] Parameters, Tensor[] Gradients, T[] States) Learning<T>(ParamGroup group) where T : OptimizerState
    {
        List<Tensor> parameters = [], gradients = [];
        List<T> states = [];
        foreach (var parameter in group.Parameters)
        {
            if (parameter.grad is not { } grad) continue;
            parameters.Add(parameter);
            gradients.Add(grad);
            states.Add((T)_state[parameter.Handle]);
        }
        return ([.. parameters], [.. gradients], [.. states]);
    }
}
