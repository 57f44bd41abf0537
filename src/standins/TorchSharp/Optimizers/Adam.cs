using static TorchSharp.Interop.Operators;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>Adam: the decay of the weights is part of their gradients.</summary>
    internal class Adam : AdamFamily
    {
        public Adam(IEnumerable<Parameter> parameters, double lr = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0, bool amsgrad = false, bool maximize = false)
            : base(parameters, new Options
            {
                LearningRate = lr,
                InitialLearningRate = lr,
                beta1 = beta1,
                beta2 = beta2,
                eps = eps,
                weight_decay = weight_decay,
                amsgrad = amsgrad,
                maximize = maximize,
            })
        {
        }

        private protected override AdamState NewState(Parameter parameter) => new State(parameter);

        private protected override Tensor[] Decay(Tensor[] parameters, Tensor[] gradients, AdamOptions options) =>
            options.weight_decay == 0 ? gradients : CallMany("_foreach_add.List", gradients, parameters, options.weight_decay!.Value);

        public class Options : AdamOptions;

        public class State(Parameter parameter) : AdamState(parameter);
    }
}

namespace TorchSharp
{
    internal static partial class torch
    {
        public static partial class optim
        {
            public static Modules.Adam Adam(IEnumerable<Modules.Parameter> parameters, double lr = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0, bool amsgrad = false, bool maximize = false) =>
                new(parameters, lr, beta1, beta2, eps, weight_decay, amsgrad, maximize);

            public static Modules.Adam Adam(IEnumerable<(string name, Modules.Parameter parameter)> parameters, double lr = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0, bool amsgrad = false, bool maximize = false) =>
                new(parameters.Select(named => named.parameter), lr, beta1, beta2, eps, weight_decay, amsgrad, maximize);
        }
    }
}
