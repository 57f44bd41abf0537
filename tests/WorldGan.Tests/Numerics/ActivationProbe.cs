using System.Runtime.InteropServices;
using WorldGan.Numerics;
using WorldGan.Numerics.Lanes;

namespace WorldGan.Tests.Numerics;

/// <summary>An activation of one's choice, number by number or lane by lane.</summary>
internal abstract class ActivationProbe
{
    public static ActivationProbe Of(Activation activation) => activation switch
    {
        Activation.Relu => new Probe<Relu>(),
        Activation.LeakyRelu => new Probe<LeakyRelu>(),
        Activation.Silu => new Probe<Silu>(),
        Activation.Tanh => new Probe<Tanh>(),
        Activation.Sigmoid => new Probe<Sigmoid>(),
        Activation.Softplus => new Probe<Softplus>(),
        Activation.Elu => new Probe<Elu>(),
        _ => throw new ArgumentOutOfRangeException(nameof(activation)),
    };

    public abstract bool IsPiecewiseLinear { get; }

    public abstract double Value(double x);

    public abstract double Derivative(double x);

    public abstract double SecondDerivative(double x);

    /// <summary>Value, value again, derivative and second derivative of 16 numbers, one after the other.</summary>
    public abstract float[] All<L>(float[] x) where L : struct, ILanes<L>;

    private sealed class Probe<F> : ActivationProbe where F : struct, IActivationFunction
    {
        public override bool IsPiecewiseLinear => F.IsPiecewiseLinear;

        public override double Value(double x) => F.Value(new DoubleNumber(x), ExpConstants<DoubleNumber>.Read()).Value;

        public override double Derivative(double x) => F.ValueAndDerivative(new DoubleNumber(x), ExpConstants<DoubleNumber>.Read()).Derivative.Value;

        public override double SecondDerivative(double x) => F.SecondDerivative(new DoubleNumber(x), ExpConstants<DoubleNumber>.Read()).Value;

        public override float[] All<L>(float[] x)
        {
            var y = new float[4 * x.Length];
            ExpConstants<L> e = ExpConstants<L>.Read();
            ref float from = ref MemoryMarshal.GetArrayDataReference(x), to = ref MemoryMarshal.GetArrayDataReference(y);
            for (int i = 0; i < x.Length; i += L.Count)
            {
                L at = L.Load(ref from, i);
                (L value, L derivative) = F.ValueAndDerivative(at, e);
                L.Store(F.Value(at, e), ref to, i);
                L.Store(value, ref to, x.Length + i);
                L.Store(derivative, ref to, 2 * x.Length + i);
                L.Store(F.SecondDerivative(at, e), ref to, 3 * x.Length + i);
            }

            return y;
        }
    }
}
