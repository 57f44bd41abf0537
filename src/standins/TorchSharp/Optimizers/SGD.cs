using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>Steps against the gradient, or against its running sum.</summary>
    internal class SGD : OptimizerHelper
    {
        public SGD(IEnumerable<Parameter> parameters, double lr, double momentum = 0, double dampening = 0, double weight_decay = 0, bool nesterov = false, bool maximize = false)
        {
            if (lr < 0) throw new ArgumentException($"Invalid learning rate: {lr}");
            if (momentum < 0) throw new ArgumentException($"Invalid momentum value: {momentum}");
            if (weight_decay < 0) throw new ArgumentException($"Invalid weight_decay value: {weight_decay}");
            if (nesterov && (momentum == 0 || dampening != 0)) throw new ArgumentException("Nesterov momentum requires a momentum and zero dampening");
            var options = new Options
            {
                LearningRate = lr,
                InitialLearningRate = lr,
                momentum = momentum,
                dampening = dampening,
                weight_decay = weight_decay,
                nesterov = nesterov,
                maximize = maximize,
            };
            _defaults = options;
            add_param_group(new ParamGroup { Parameters = [.. parameters], Options = options });
        }

        public override void add_param_group(ParamGroup param_group)
        {
            base.add_param_group(param_group);
            foreach (var parameter in param_group.Parameters) _state[parameter.Handle] = new State(parameter);
        }

        public override Tensor? step(Func<Tensor>? closure = null) => _step<ParamGroup>(Update, closure);

        private void Update(ParamGroup group)
        {
            var options = (Options)group.Options;
            var (parameters, gradients, states) = Learning<State>(group);
            for (int i = 0; i < parameters.Length; i++)
            {
                var gradient = gradients[i];
                if (options.weight_decay != 0) gradient = gradient.add(parameters[i], options.weight_decay!.Value);
                if (options.momentum != 0) gradient = states[i].Accelerate(gradient, options);
                parameters[i].add_(gradient, (options.maximize == true ? 1 : -1) * options.LearningRate!.Value);
            }
        }

        public class Options : OptimizerOptions
        {
            public double? momentum;
            public double? dampening;
            public double? weight_decay;
            public bool? nesterov;
            public bool? maximize;

            public override void LoadStateDict(OptimizerOptions source)
            {
                base.LoadStateDict(source);
                var from = (Options)source;
                (momentum, dampening, weight_decay, nesterov, maximize) = (from.momentum, from.dampening, from.weight_decay, from.nesterov, from.maximize);
            }
        }

        public class State(Parameter parameter) : OptimizerState(parameter), IDisposable
        {
            public Tensor? momentum_buffer;

            public override void Initialize(OptimizerOptions options)
            {
                Dispose();
                momentum_buffer = null;
            }

            public override void LoadStateDict(OptimizerState source)
            {
                Dispose();
                momentum_buffer = ((State)source).momentum_buffer?.to(_parameter.device, copy: true).DetachFromDisposeScope();
            }

            public override void to(Device device) => momentum_buffer = momentum_buffer?.to(device, disposeAfter: true).DetachFromDisposeScope();

            public void Dispose()
            {
                momentum_buffer?.Dispose();
                GC.SuppressFinalize(this);
            }

            internal Tensor Accelerate(Tensor gradient, Options options)
            {
                if (momentum_buffer is null) momentum_buffer = gradient.clone().DetachFromDisposeScope();
                else momentum_buffer.mul_(options.momentum!.Value).add_(gradient, 1 - options.dampening!.Value);
                return options.nesterov == true ? gradient.add(momentum_buffer, options.momentum!.Value) : momentum_buffer;
            }
        }
    }
}

namespace TorchSharp
{
    internal static partial class torch
    {
        public static partial class optim
        {
            public static Modules.SGD SGD(IEnumerable<Modules.Parameter> parameters, double learningRate, double momentum = 0, double dampening = 0, double weight_decay = 0, bool nesterov = false, bool maximize = false) =>
                new(parameters, learningRate, momentum, dampening, weight_decay, nesterov, maximize);
        }
    }
}
