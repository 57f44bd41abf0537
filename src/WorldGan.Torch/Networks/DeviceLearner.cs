using TorchSharp;
using WorldGan.Numerics;
using static TorchSharp.torch;
using Tensor = TorchSharp.torch.Tensor;

namespace WorldGan.Torch.Networks;

/// <summary>
/// The <see cref="Learner"/>s of all members, which take their steps together on a device: Adam as theirs, and the averaged weights. What they have learned is theirs after
/// <see cref="Push"/>, so that everything else in the library sees learners as it knows them.
/// </summary>
internal sealed class DeviceLearner : IDisposable
{
    private const double Epsilon = 1e-8;

    private readonly IReadOnlyList<Learner> _learners;
    private readonly Tensor _first, _second;               // [N, Length] moments
    private readonly Tensor _rest;                         // [N, Length - Used] zeros
    private int _steps;
    private double _decay1, _decay2;

    /// <param name="learners">One for each member, of one shape, all after as many steps.</param>
    /// <param name="device">Where they learn.</param>
    public DeviceLearner(IReadOnlyList<Learner> learners, Device device)
    {
        _learners = learners;
        MlpShape shape = learners[0].Net.Shape;
        Net = new NetworkBatch(shape, learners.Count, device, learns: true);
        Average = learners[0].HasAverage ? new NetworkBatch(shape, learners.Count, device) : null;
        (_first, _second) = (zeros_like(Net.Flat).DetachFromDisposeScope(), zeros_like(Net.Flat).DetachFromDisposeScope());
        _rest = zeros(learners.Count, Net.Layout.Length - Net.Layout.Used, device: device).DetachFromDisposeScope();
        Pull();
    }

    /// <summary>The networks that learn.</summary>
    public NetworkBatch Net { get; }

    /// <summary>Their averaged weights, where there are any.</summary>
    public NetworkBatch? Average { get; }

    /// <summary>Moves down the gradient.</summary>
    /// <param name="loss">[] the sum of the members' losses.</param>
    /// <param name="rate">Learning rate.</param>
    /// <param name="rates">[N, 1] factors of the rate, where they differ.</param>
    public void Descend(Tensor loss, double rate, Tensor? rates = null)
    {
        Tensor[] parameters = Net.Parameters;
        IList<Tensor> gradients = autograd.grad([loss], parameters);
        using IDisposable still = no_grad();
        Descend(cat([.. gradients.Select(g => g.reshape(Net.Count, -1)), _rest], 1), rate, rates, _learners[0]);
    }

    /// <summary>Brings every parameter into ±<paramref name="limit"/>.</summary>
    public void Clip(double limit)
    {
        using IDisposable still = no_grad();
        Net.Flat.clamp_(-limit, limit);
    }

    /// <summary>Takes the learners' state.</summary>
    public void Pull()
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable still = no_grad();
        foreach ((string name, Tensor flat) in Flats) flat.copy_(NetworkBatch.ToDevice(Net.Layout, [.. States.Select(state => (float[])state[name])]));
        Dictionary<string, Array> first = States.First();
        _steps = ((int[])first["steps"])[0];
        (_decay1, _decay2) = (((double[])first["decays"])[0], ((double[])first["decays"])[1]);
    }

    /// <summary>Gives the learners what was learned.</summary>
    public void Push()
    {
        foreach ((string name, Tensor flat) in Flats) NetworkBatch.ToHost(Net.Layout, flat, [.. States.Select(state => (float[])state[name])]);
        foreach (Dictionary<string, Array> state in States) (((int[])state["steps"])[0], ((double[])state["decays"])[0], ((double[])state["decays"])[1]) = (_steps, _decay1, _decay2);
        foreach (Learner learner in _learners) learner.Restored();
    }

    public void Dispose()
    {
        Net.Dispose();
        Average?.Dispose();
        foreach (Tensor tensor in new[] { _first, _second, _rest }) tensor.Dispose();
    }

    private IEnumerable<Dictionary<string, Array>> States => _learners.Select(learner => learner.State.ToDictionary(s => s.Name, s => s.Values));

    private IEnumerable<(string Name, Tensor Flat)> Flats =>
        [("parameters", Net.Flat), ("first", _first), ("second", _second), .. Average is null ? [] : new[] { ("average", Average.Flat) }];

    private void Descend(Tensor gradient, double rate, Tensor? rates, Learner like)
    {
        _decay1 *= like.Beta1;
        _decay2 *= like.Beta2;
        _first.mul_(like.Beta1).add_(gradient, 1 - like.Beta1);
        _second.mul_(like.Beta2).addcmul_(gradient, gradient, 1 - like.Beta2);
        Tensor scale = (_second / (1 - _decay2)).sqrt_().add_(Epsilon);
        Net.Flat.addcdiv_(rates is null ? _first : _first * rates, scale, -rate / (1 - _decay1));
        int step = _steps++;
        if (Average is null) return;
        double kept = Math.Min(like.Averaging, (1.0 + step) / (10.0 + step));
        Average.Flat.mul_(kept).add_(Net.Flat, 1 - kept);
    }
}
