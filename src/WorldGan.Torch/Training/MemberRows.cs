using WorldGan.Torch.Networks;
using static TorchSharp.torch;
using Tensor = TorchSharp.torch.Tensor;

namespace WorldGan.Torch.Training;

/// <summary>Numbers of every row of the log, other ones for each member.</summary>
internal sealed class MemberRows : IDisposable
{
    private readonly HeldTensors _held;
    private readonly Tensor _numbers, _firsts;             // [M · N, O], and [M, 1] the first row of each member among those of all

    /// <param name="numbers">[M][N, O].</param>
    /// <param name="width">O.</param>
    /// <param name="device">Where they stay.</param>
    public MemberRows(IReadOnlyList<float[]> numbers, int width, Device device)
    {
        _held = new HeldTensors(device);
        long rows = numbers[0].Length / width;
        _numbers = _held.Floats(numbers.SelectMany(own => own), numbers.Count * rows, width);
        _firsts = _held.Longs(numbers.Select((_, m) => m * rows), numbers.Count, 1);
    }

    /// <summary>The numbers of rows.</summary>
    /// <param name="rows">[M · B] numbers of rows of the log, those of a member together.</param>
    /// <returns>[M, B, O].</returns>
    public Tensor Take(Tensor rows)
    {
        int members = (int)_firsts.shape[0];
        return DeviceLog.Take(_numbers, (rows.view(members, -1) + _firsts).flatten(), members);
    }

    public void Dispose() => _held.Dispose();
}
