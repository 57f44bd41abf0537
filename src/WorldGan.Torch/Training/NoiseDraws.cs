using WorldGan.Torch.Networks;
using WorldGan.WorldModel;
using WorldGan.WorldModel.Noise;
using static TorchSharp.torch;
using Tensor = TorchSharp.torch.Tensor;

namespace WorldGan.Torch.Training;

/// <summary>A batch of conditions of all members, moved a little as the options say, with what the log says of them.</summary>
/// <param name="Conditions">[M, B, C].</param>
/// <param name="Logged">[M, B, O] logged outcomes, in the units of losses.</param>
internal readonly record struct NoiseBatch(Tensor Conditions, Tensor Logged);

/// <summary>Draws what noise is learned from; see <see cref="GeneratorTraining"/>.</summary>
internal sealed class NoiseDraws : IDisposable
{
    private readonly DeviceLog _log;
    private readonly Randomness _random;
    private readonly int _members;
    private readonly MemberRows _logged;
    private readonly Tensor? _moves;                       // [C] how far a feature of a condition is moved; null where none is

    /// <param name="log">The log.</param>
    /// <param name="residuals">[M][N, O] what the means leave, in units of the members' scales.</param>
    /// <param name="units">[M][O] factors to what losses see.</param>
    /// <param name="random">Draws.</param>
    public NoiseDraws(DeviceLog log, IReadOnlyList<float[]> residuals, IReadOnlyList<float[]> units, Randomness random)
    {
        (_log, _random, _members) = (log, random, residuals.Count);
        int outcomes = log.Layout.Outcomes;
        _logged = new MemberRows([.. residuals.Select((own, m) => own.Select((residual, i) => residual * units[m][i % outcomes]).ToArray())], outcomes, log.Device);
        Units = OnDevice.Floats([.. units.SelectMany(own => own)], log.Device, _members, 1, outcomes);
        float scale = (float)log.Layout.Options.ConditionNoise;
        if (scale > 0) _moves = OnDevice.Floats([.. Enumerable.Range(0, log.Layout.Condition).Select(i => i < log.Layout.Encoder.StateFeatures ? scale : 0)], log.Device, log.Layout.Condition);
    }

    /// <summary>[M, 1, O] factors from units of scale to what losses see.</summary>
    public Tensor Units { get; }

    public int Members => _members;

    /// <summary>A batch.</summary>
    public NoiseBatch Draw()
    {
        Tensor rows = _log.Draw(_random, _members, _log.Layout.Options.BatchSize), conditions = DeviceLog.Take(_log.Conditions, rows, _members);
        if (_moves is not null) conditions = conditions.addcmul(_random.Normal(conditions.shape), _moves, 1);
        return new NoiseBatch(conditions, _logged.Take(rows));
    }

    /// <summary>[M, B, C + L] what a generator sees: the conditions and fresh latents.</summary>
    public Tensor WithLatents(Tensor conditions)
    {
        WorldModelLayout layout = _log.Layout;
        return cat([conditions, _random.Normal(_members, conditions.shape[1], layout.Options.LatentSize) * layout.LatentScale], -1);
    }

    /// <summary>[M, B, 1] uniform.</summary>
    public Tensor Mixing(long batch) => _random.Uniform(_members, batch, 1);

    public void Dispose()
    {
        _logged.Dispose();
        Units.Dispose();
        _moves?.Dispose();
    }
}
