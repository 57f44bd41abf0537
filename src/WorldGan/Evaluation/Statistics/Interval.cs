namespace WorldGan.Evaluation.Statistics;

/// <summary>Where a number is believed to lie, both ends included.</summary>
/// <param name="Low">The lower end.</param>
/// <param name="High">The upper end.</param>
public readonly record struct Interval(double Low, double High)
{
    /// <summary>Whether it holds a number.</summary>
    public bool Holds(double number) => number >= Low && number <= High;
}
