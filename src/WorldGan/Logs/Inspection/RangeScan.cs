namespace WorldGan.Logs.Inspection;

/// <summary>Mean, lowest and highest of a stream of numbers.</summary>
internal sealed class RangeScan
{
    private double _sum, _low = double.PositiveInfinity, _high = double.NegativeInfinity;
    private long _count;

    public double Low => _low;

    public double High => _high;

    public bool IsEmpty => _count == 0;

    public void Add(double value)
    {
        _sum += value;
        _low = Math.Min(_low, value);
        _high = Math.Max(_high, value);
        _count++;
    }

    public ObservedRange ToRange() => _count == 0 ? default : new ObservedRange(_sum / _count, _low, _high);
}
