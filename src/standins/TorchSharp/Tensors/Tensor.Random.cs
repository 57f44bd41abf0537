using static TorchSharp.Interop.Operators;

namespace TorchSharp;

internal static partial class torch
{
    public partial class Tensor
    {
        public Tensor normal_(double mean = 0, double std = 1, Generator? generator = null) => Change("normal_", [this, mean, std, generator]);

        public Tensor uniform_(double from, double to, Generator? generator = null) => Change("uniform_", [this, from, to, generator]);

        public Tensor bernoulli_(double p = 0.5, Generator? generator = null) => Change("bernoulli_.float", [this, p, generator]);

        public Tensor bernoulli_(Tensor p, Generator? generator = null) => Change("bernoulli_.Tensor", [this, p, generator]);

        public Tensor exponential_(double lambda = 1, Generator? generator = null) => Change("exponential_", [this, lambda, generator]);

        public Tensor bernoulli(Generator? generator = null) => Call("bernoulli", this, generator);

        public Tensor multinomial(long num_samples, bool replacement = false, Generator? generator = null) => Call("multinomial", this, num_samples, replacement, generator);
    }
}
