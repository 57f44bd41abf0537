using TorchSharp.Modules;

namespace TorchSharp;

internal static partial class torch
{
    public static partial class nn
    {
        /// <summary>
        /// A part of a network: owns parameters, buffers and other modules, which <see cref="RegisterComponents"/> finds in its fields.
        /// </summary>
        public partial class Module : IDisposable
        {
            protected Utils.OrderedDict<string, Module> _internal_submodules = new();
            protected Utils.OrderedDict<string, (Tensor, bool)> _internal_buffers = new();
            protected Utils.OrderedDict<string, Parameter> _internal_params = new();
            protected string? name;

            private bool _isTraining = true;
            private bool _isDisposed;

            protected Module(string name) => this.name = name;

            ~Module() => Dispose(false);

            public virtual bool training => _isTraining;

            public virtual string GetName() => string.IsNullOrEmpty(name) ? GetType().Name : name;

            public virtual void train(bool train = true)
            {
                _isTraining = train;
                foreach (var (_, child) in named_children()) child.train(train);
            }

            public virtual void eval() => train(false);

            public virtual Module apply(Action<Module> fn)
            {
                foreach (var (_, child) in _internal_submodules) child.apply(fn);
                fn(this);
                return this;
            }

            public virtual void zero_grad(bool set_to_none = true)
            {
                foreach (var (_, parameter) in named_parameters())
                {
                    using var grad = parameter.grad;
                    if (grad is null) continue;
                    if (set_to_none) parameter.grad = null;
                    else grad.zero_();
                }
            }

            public void Dispose()
            {
                Dispose(true);
                GC.SuppressFinalize(this);
            }

            protected virtual void Dispose(bool disposing)
            {
                if (!disposing || _isDisposed) return;
                _isDisposed = true;
                foreach (var (_, buffer) in named_buffers(false)) buffer.DetachFromDisposeScope().Dispose();
                foreach (var (_, parameter) in named_parameters(false)) parameter.DetachFromDisposeScope().Dispose();
                foreach (var (_, module) in named_modules()) module.Dispose();
            }
        }
    }
}
