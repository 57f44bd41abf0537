using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>x · weightᵀ + bias, with weight [out, in].</summary>
    internal sealed class Linear : Weighted
    {
        internal Linear(Parameter weight, Parameter? bias = null) : base(nameof(Linear)) =>
            (out_features, in_features, this.weight, this.bias) = (weight.size(0), weight.size(1), weight, bias);

        internal Linear(long inputSize, long outputSize, bool hasBias = true, Device? device = null, ScalarType? dtype = null) : base(nameof(Linear))
        {
            (in_features, out_features) = (inputSize, outputSize);
            weight = empty(outputSize, inputSize, dtype, device).AsParameter();
            if (hasBias) bias = empty(outputSize, dtype, device).AsParameter();
            FillUniformly();
        }

        public long in_features { get; set; }

        public long out_features { get; set; }

        public new Parameter weight
        {
            get => base.weight!;
            set => base.weight = value;
        }

        public override Tensor forward(Tensor tensor) => nn.functional.linear(tensor, weight, bias);
    }
}

namespace TorchSharp
{
    internal static partial class torch
    {
        public static partial class nn
        {
            public static Modules.Linear Linear(long inputSize, long outputSize, bool hasBias = true, Device? device = null, ScalarType? dtype = null) =>
                new(inputSize, outputSize, hasBias, device, dtype);

            public static Modules.Linear Linear(Modules.Parameter weight, Modules.Parameter? bias = null) => new(weight, bias);
        }
    }
}
