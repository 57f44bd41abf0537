using WorldGan.Torch.Networks;
using WorldGan.WorldModel;
using WorldGan.WorldModel.Classes;
using static TorchSharp.torch;
using Tensor = TorchSharp.torch.Tensor;

namespace WorldGan.Torch.Worlds;

/// <summary>The categories and flags of the next state, drawn one after the other by the heads of all members.</summary>
internal sealed class Classes : IDisposable
{
    private readonly WorldModelLayout _layout;
    private readonly HeldTensors _held;
    private readonly NetworkBatch[] _heads;
    private readonly Counts?[] _counts;

    public Classes(LearnedWorld world, Device device)
    {
        (_layout, _held) = (world.Layout, new HeldTensors(device));
        _heads = [.. Enumerable.Range(0, _layout.Classes.Count).Select(k => new NetworkBatch([.. world.Members.Select(m => m.ClassHeads[k].Net)], device))];
        _counts = [.. Enumerable.Range(0, _layout.Classes.Count).Select(k => Counts.Of([.. world.Members.Select(m => m.ClassHeads[k])], device, _held))];
    }

    /// <summary>Draws all of them.</summary>
    /// <param name="condition">[M, n, F + A] features of state and action.</param>
    /// <param name="next">[M, n, S] the next state, whose categories and flags are written.</param>
    /// <param name="chances">[M, n] uniform, for each.</param>
    /// <returns>[M, n, C] the features, with what was drawn as one-hot.</returns>
    public Tensor Draw(Tensor condition, Tensor next, Tensor[] chances)
    {
        for (int k = 0; k < _heads.Length; k++)
        {
            Tensor probabilities = _heads[k].Forward(condition).softmax(-1);
            if (_counts[k] is { } counts) probabilities = counts.Apply(condition, probabilities);
            Tensor drawn = Pick(probabilities, chances[k]);
            next.select(-1, _layout.Classes[k].Index).copy_(drawn);
            condition = cat([condition, nn.functional.one_hot(drawn, _layout.Classes[k].Classes).to(ScalarType.Float32)], -1);
        }

        return condition;
    }

    /// <summary>Which outcome a number in [0, 1) falls on, each as wide as its probability.</summary>
    /// <param name="probabilities">[.., K].</param>
    /// <param name="chance">[..].</param>
    /// <returns>[..] from 0 to K - 1.</returns>
    public static Tensor Pick(Tensor probabilities, Tensor chance) =>
        probabilities.cumsum(-1).le(chance.unsqueeze(-1)).sum(-1).clamp_max(probabilities.shape[^1] - 1);

    public void Dispose()
    {
        _held.Dispose();
        foreach (NetworkBatch head in _heads) head.Dispose();
    }

    /// <summary>What was counted; see <see cref="ClassHead"/>.</summary>
    private sealed class Counts
    {
        private readonly Tensor _weights, _counts, _strength, _isCounted; // [inputs, 1], [M, conditions, K], [M, 1, 1], [M, 1, 1]

        private Counts(ClassHead[] heads, Device device, HeldTensors held)
        {
            long classes = heads[0].Net.Shape.Outputs;
            _weights = held.Hold(tensor(heads[0].Table!.Weights.ToArray().Select(w => (float)w).ToArray(), device: device).unsqueeze(-1));
            _counts = held.Hold(tensor(heads.SelectMany(h => h.Counts).ToArray(), [heads.Length, heads[0].Table!.Conditions, classes], device: device));
            _strength = held.Hold(tensor(heads.Select(h => h.Counted ? h.Strength[0] : 1).ToArray(), [heads.Length, 1, 1], device: device));
            _isCounted = held.Hold(tensor(heads.Select(h => h.Counted).ToArray(), [heads.Length, 1, 1], device: device));
        }

        public static Counts? Of(ClassHead[] heads, Device device, HeldTensors held) => heads.Any(h => h.Counted) ? new Counts(heads, device, held) : null;

        public Tensor Apply(Tensor features, Tensor probabilities)
        {
            Tensor number = features.gt(0.5f).to(ScalarType.Float32).matmul(_weights).to(ScalarType.Int64); // whole numbers below 2¹⁶: exact
            Tensor seen = _counts.gather(1, number.expand(-1, -1, probabilities.shape[^1])); // [M, n, K]
            Tensor blended = (seen + _strength * probabilities) / (seen.sum(-1, keepdim: true) + _strength);
            return where(_isCounted, blended, probabilities);
        }
    }
}
