using TorchSharp;
using WorldGan.Numerics;
using static TorchSharp.torch;
using NumericsActivation = WorldGan.Numerics.Activation;
using Tensor = TorchSharp.torch.Tensor;

namespace WorldGan.Torch.Networks;

/// <summary>N networks of one shape side by side, each with rows of its own: one product of matrices a layer computes them all.</summary>
internal sealed class NetworkBatch : IDisposable
{
    private readonly Tensor[] _weights, _biases;           // [N, inputs, outputs] and [N, 1, outputs] of each layer, in Flat's memory

    /// <summary>Networks of zeros.</summary>
    /// <param name="shape">The shape of all.</param>
    /// <param name="count">N.</param>
    /// <param name="device">Where they are.</param>
    /// <param name="learns">Whether gradients of the weights are wanted.</param>
    public NetworkBatch(MlpShape shape, int count, Device device, bool learns = false)
    {
        (Shape, Count, Layout) = (shape, count, new FlatLayout(shape));
        Flat = zeros(count, Layout.Length, device: device).DetachFromDisposeScope();
        _weights = [.. Enumerable.Range(0, shape.Layers).Select(layer => Place(Layout.WeightsOf(layer), shape.LayerInputs(layer), shape.LayerOutputs(layer), learns))];
        _biases = [.. Enumerable.Range(0, shape.Layers).Select(layer => Place(Layout.BiasOf(layer), 1, shape.LayerOutputs(layer), learns))];
    }

    /// <summary>Networks of the library.</summary>
    public NetworkBatch(IReadOnlyList<Mlp<float>> networks, Device device)
        : this(networks[0].Shape, networks.Count, device) => Write([.. networks.Select(net => net.Parameters)]);

    public MlpShape Shape { get; }

    /// <summary>N.</summary>
    public int Count { get; }

    public FlatLayout Layout { get; }

    /// <summary>[N, Length] all numbers; what changes here changes the networks.</summary>
    public Tensor Flat { get; }

    /// <summary>Weights and bias of each layer, in the order of <see cref="Flat"/>.</summary>
    public Tensor[] Parameters => [.. _weights.Zip(_biases, (weight, bias) => new[] { weight, bias }).SelectMany(both => both)];

    public Tensor Weights(int layer) => _weights[layer];

    /// <summary>The outputs.</summary>
    /// <param name="input">[N, B, inputs].</param>
    /// <returns>[N, B, outputs].</returns>
    public Tensor Forward(Tensor input)
    {
        for (int layer = 0; layer < Shape.Layers; layer++)
        {
            input = Linear(layer, input);
            if (layer < Shape.Layers - 1) input = Activate(input);
        }

        return input;
    }

    /// <summary>One layer, before what its activation does.</summary>
    public Tensor Linear(int layer, Tensor input) => _biases[layer].baddbmm(input, _weights[layer]);

    /// <summary>Takes numbers from panels of the library, an array for each network.</summary>
    public void Write(IReadOnlyList<float[]> panels)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable still = no_grad();
        Flat.copy_(ToDevice(Layout, panels));
    }

    /// <summary>Gives numbers in panels of the library.</summary>
    public void Read(IReadOnlyList<float[]> panels) => ToHost(Layout, Flat, panels);

    /// <summary>[N, Length] numbers in panels on the CPU, as a row each.</summary>
    public static Tensor ToDevice(FlatLayout layout, IReadOnlyList<float[]> panels)
    {
        var rows = new float[panels.Count * layout.Length];
        for (int n = 0; n < panels.Count; n++) layout.ToRow(panels[n], rows.AsSpan(n * layout.Length, layout.Length));
        return tensor(rows, [panels.Count, layout.Length]);
    }

    /// <summary>The way back.</summary>
    public static void ToHost(FlatLayout layout, Tensor flat, IReadOnlyList<float[]> panels)
    {
        using DisposeScope scope = NewDisposeScope();
        float[] rows = Host.Floats(flat);
        for (int n = 0; n < panels.Count; n++) layout.ToPanels(rows.AsSpan(n * layout.Length, layout.Length), panels[n]);
    }

    public void Dispose()
    {
        foreach (Tensor tensor in _weights.Concat(_biases)) tensor.Dispose();
        Flat.Dispose();
    }

    private Tensor Activate(Tensor sums) => Shape.Activation switch
    {
        NumericsActivation.Relu => sums.relu(),
        NumericsActivation.LeakyRelu => sums.leaky_relu(LeakyRelu.Slope),
        NumericsActivation.Silu => sums.silu(),
        NumericsActivation.Tanh => sums.tanh(),
        NumericsActivation.Sigmoid => sums.sigmoid(),
        NumericsActivation.Softplus => sums.softplus(),
        NumericsActivation.Elu => sums.elu(),
        _ => throw new NotSupportedException($"Expected one of the activations, got {Shape.Activation}."),
    };

    // A leaf of its own in the same memory.
    private Tensor Place(int first, int rows, int columns, bool learns)
    {
        using DisposeScope scope = NewDisposeScope();
        return Flat.narrow(1, first, rows * columns).view(Count, rows, columns).detach().requires_grad_(learns).DetachFromDisposeScope();
    }
}
