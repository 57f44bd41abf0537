using WorldGan.Torch.Networks;
using static TorchSharp.torch;
using Tensor = TorchSharp.torch.Tensor;

namespace WorldGan.Torch.Policies;

/// <summary>
/// Imagined transitions in the memory of a device: a ring of steps, each of all rows. What several steps come to is added up when they are drawn, so that nothing has to wait, and
/// nobody has to know on the host how many there are.
/// </summary>
internal sealed class DeviceReplay : IDisposable
{
    private const int Numbers = 5;                         // of a transition: reward, worth of its end, factor of the future, whether it is valid, whether the trajectory stops

    private readonly int _members, _rows, _slots, _steps;
    private readonly double _discount;
    private readonly Randomness _random;
    private readonly Tensor _states, _next, _actions, _numbers; // [P, slots, rows, F], [P, slots, rows, F], [P, slots, rows], [P, slots, rows, Numbers]
    private readonly Tensor _firsts;                       // [P, 1] where a member begins
    private long _written;

    /// <param name="members">P.</param>
    /// <param name="rows">Trajectories of each.</param>
    /// <param name="capacity">Most transitions of each.</param>
    /// <param name="features">F.</param>
    /// <param name="steps">Most steps of a transition.</param>
    /// <param name="discount">Discount of a step.</param>
    /// <param name="random">Draws.</param>
    public DeviceReplay(int members, int rows, int capacity, int features, int steps, double discount, Randomness random)
    {
        (_members, _rows, _slots, _steps, _discount, _random) = (members, rows, Math.Max(capacity / rows, steps), steps, discount, random);
        (_states, _next) = (Zeros(features), Zeros(features));
        _numbers = Zeros(Numbers);
        _actions = zeros([members, _slots, rows], ScalarType.Int64, random.Device).DetachFromDisposeScope();
        _firsts = OnDevice.Longs([.. Enumerable.Range(0, members).Select(p => (long)p * _slots * rows)], random.Device, members, 1);
    }

    /// <summary>Whether there is anything to draw.</summary>
    public bool IsEmpty => _written < _steps;

    /// <summary>Remembers a step of all rows.</summary>
    /// <param name="states">[P, rows, F] features.</param>
    /// <param name="actions">[P, rows].</param>
    /// <param name="next">[P, rows, F] features.</param>
    /// <param name="numbers">[P, rows, 5] reward, worth of the end, factor of the future, 1 where valid, 1 where the trajectory stops.</param>
    public void Add(Tensor states, Tensor actions, Tensor next, Tensor numbers)
    {
        long slot = _written++ % _slots;
        _states.select(1, slot).copy_(states);
        _next.select(1, slot).copy_(next);
        _actions.select(1, slot).copy_(actions);
        _numbers.select(1, slot).copy_(numbers);
    }

    /// <summary>Whether any transition is valid. Waits for the device.</summary>
    public bool HoldsValid() => Host.Floats(_numbers.select(-1, 3).sum())[0] > 0;

    /// <summary>Draws with replacement.</summary>
    public TransitionColumns? Draw(int batch)
    {
        if (batch == 0 || IsEmpty) return null;
        long filled = Math.Min(_written, _slots);
        Tensor age = _random.Below(filled - _steps + 1, _members, batch) + (_steps - 1), row = _random.Below(_rows, _members, batch);
        Tensor slot = (_written - 1 - age) % _slots, at = At(slot, row), first = Of(_numbers, at);
        Tensor known = first.select(-1, 0), valid = first.select(-1, 3), last = at, ended = first;
        Tensor? goesOn = null;
        double discount = 1;
        for (int k = 1; k < _steps; k++)
        {
            discount *= _discount;
            Tensor there = At((slot + k) % _slots, row), then = Of(_numbers, there);
            Tensor follows = ended.select(-1, 4).eq(0).logical_and(then.select(-1, 3).ne(0));
            goesOn = goesOn is null ? follows : goesOn.logical_and(follows);
            known = known + discount * then.select(-1, 0) * goesOn.to(ScalarType.Float32);
            (last, ended) = (where(goesOn, there, last), where(goesOn.unsqueeze(-1), then, ended));
        }

        Tensor factor = Discount(at, last);
        return new TransitionColumns(Of(_states, at), Of(_next, last), _actions.flatten().index_select(0, at.flatten()).view_as(at),
            known + factor * ended.select(-1, 1), factor * ended.select(-1, 2), valid);
    }

    public void Dispose()
    {
        foreach (Tensor tensor in new[] { _states, _next, _actions, _numbers, _firsts }) tensor.Dispose();
    }

    // Of a future so many steps away: rows stand together, so the distance of two steps tells their number.
    private Tensor Discount(Tensor at, Tensor last)
    {
        if (_steps == 1) return full(at.shape, _discount, ScalarType.Float32, _random.Device);
        Tensor steps = (last - at).floor_divide(_rows).remainder(_slots) + 1;
        return (steps.to(ScalarType.Float32) * Math.Log(_discount)).exp();
    }

    private Tensor At(Tensor slot, Tensor row) => slot * _rows + row + _firsts;

    private static Tensor Of(Tensor columns, Tensor at) => columns.view(-1, columns.shape[3]).index_select(0, at.flatten()).view(at.shape[0], at.shape[1], -1);

    private Tensor Zeros(int width) => zeros(_members, _slots, _rows, width, device: _random.Device).DetachFromDisposeScope();
}
