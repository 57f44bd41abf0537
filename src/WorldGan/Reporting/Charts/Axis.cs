using System.Globalization;

namespace WorldGan.Reporting.Charts;

/// <summary>From numbers to places in a picture along one direction, with ticks at round numbers: 1, 2 or 5 times a power of ten apart.</summary>
internal sealed class Axis
{
    private readonly double _low, _high, _from, _to;
    private readonly int _decimals;

    /// <param name="low">Least number to show.</param>
    /// <param name="high">Greatest number to show; where it is the least one too, some room is made around it.</param>
    /// <param name="from">The place of the least number.</param>
    /// <param name="to">The place of the greatest number.</param>
    /// <param name="mostTicks">How many ticks are enough, at least 2.</param>
    public Axis(double low, double high, double from, double to, int mostTicks)
    {
        if (!double.IsFinite(low) || !double.IsFinite(high) || low > high) throw new ArgumentException($"Expected a range of finite numbers, got {low} to {high}.");
        double room = high > low ? 0 : Math.Max(Math.Abs(low) / 10, 1e-3);
        (_low, _high, _from, _to) = (low - room, high + room, from, to);
        (double step, _decimals) = Step((_high - _low) / mostTicks);
        double first = Math.Ceiling(_low / step - 1e-9);
        Ticks = [.. Enumerable.Range(0, mostTicks + 1).Select(i => (first + i) * step).TakeWhile(tick => tick <= _high + step * 1e-9)];
    }

    /// <summary>The axis with the most ticks whose labels, below them, leave room for a letter between them.</summary>
    /// <param name="low">Least number to show.</param>
    /// <param name="high">Greatest number to show.</param>
    /// <param name="left">The place of the least number.</param>
    /// <param name="right">The place of the greatest number.</param>
    /// <param name="letterWidth">Width of a letter.</param>
    public static Axis Across(double low, double high, double left, double right, double letterWidth)
    {
        for (int most = Math.Max(5, (int)((right - left) / (6 * letterWidth))); most > 2; most--)
        {
            var axis = new Axis(low, high, left, right, most);
            if (axis.Ticks.Count > 1 && (axis.Ticks.Max(tick => axis.Label(tick).Length) + 1) * letterWidth <= axis.Place(axis.Ticks[1]) - axis.Place(axis.Ticks[0])) return axis;
        }

        return new Axis(low, high, left, right, mostTicks: 2);
    }

    /// <summary>Round numbers within the range, ascending.</summary>
    public IReadOnlyList<double> Ticks { get; }

    /// <summary>Where a number lies.</summary>
    public double Place(double number) => _from + (number - _low) / (_high - _low) * (_to - _from);

    /// <summary>A tick in as many digits as tell it from its neighbours.</summary>
    public string Label(double tick) => _decimals > 6 || Math.Abs(tick) >= 1e6
        ? tick.ToString("0.###E+0", CultureInfo.InvariantCulture)
        : (tick == 0 ? 0 : tick).ToString("F" + _decimals.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    /// <summary>The least round step of at least a size, and the decimals that it needs.</summary>
    private static (double Step, int Decimals) Step(double least)
    {
        int exponent = 0;
        while (Power(exponent) > least) exponent--;
        while (Power(exponent + 1) <= least) exponent++;
        double factor = new[] { 1.0, 2, 5, 10 }.First(f => f * Power(exponent) >= least * (1 - 1e-9));
        if (factor == 10) (factor, exponent) = (1, exponent + 1);
        return (factor * Power(exponent), Math.Max(0, -exponent));
    }

    private static double Power(int exponent)
    {
        double power = 1;
        for (int i = 0; i < Math.Abs(exponent); i++) power *= 10;
        return exponent < 0 ? 1 / power : power;
    }
}
