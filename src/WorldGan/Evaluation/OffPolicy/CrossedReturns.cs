namespace WorldGan.Evaluation.OffPolicy;

/// <summary>
/// Returns of every member of an ensemble from each of the same beginnings: y(m, b) = mean + member(m) + beginning(b) + chance. Sums of squares tell the three apart
/// (two-way crossed random effects: Searle, Casella and McCulloch, "Variance Components", 1992, chapter 4), so that beginnings and chance are not taken for disagreement.
/// </summary>
/// <param name="members">M.</param>
/// <param name="beginnings">B.</param>
internal sealed class CrossedReturns(int members, int beginnings)
{
    // At most so much of the spread of members is put down to chance. All of it would be right on average, but few members tell their spread so badly that intervals would cover too seldom.
    private const double MostlyChance = 0.5;

    private readonly double[,] _returns = new double[members, beginnings];

    public double this[int member, int beginning]
    {
        get => _returns[member, beginning];
        set => _returns[member, beginning] = value;
    }

    /// <summary>
    /// The mean. The truth is taken to differ from the members as they differ from each other; beside that there is the error of the beginnings that the log happens to have, and of what chance
    /// made of them. Degrees of freedom by Satterthwaite ("An approximate distribution of estimates of variance components", 1946).
    /// </summary>
    public ValueEstimate Estimate()
    {
        double mean = Mean(Members().SelectMany(m => Beginnings().Select(b => _returns[m, b])));
        double[] ofMember = [.. Members().Select(m => Mean(Beginnings().Select(b => _returns[m, b])))], ofBeginning = [.. Beginnings().Select(b => Mean(Members().Select(m => _returns[m, b])))];
        double chance = Mean(Members().SelectMany(m => Beginnings().Select(b => Square(_returns[m, b] - ofMember[m] - ofBeginning[b] + mean)))) * members * beginnings / Math.Max(1, (members - 1) * (beginnings - 1));
        double disagreement = Math.Max(Variance(ofMember) - chance / beginnings, MostlyChance * Variance(ofMember)) * (1 + 1.0 / members), sampling = Variance(ofBeginning) / beginnings;
        double error = disagreement + sampling;
        double freedom = error > 0 ? Square(error) / (Square(disagreement) / Math.Max(1, members - 1) + Square(sampling) / Math.Max(1, beginnings - 1)) : 1;
        return new ValueEstimate(mean, Math.Sqrt(error), freedom);
    }

    private IEnumerable<int> Members() => Enumerable.Range(0, members);

    private IEnumerable<int> Beginnings() => Enumerable.Range(0, beginnings);

    private static double Mean(IEnumerable<double> numbers) => numbers.Average();

    private static double Variance(double[] numbers)
    {
        double mean = numbers.Average();
        return numbers.Sum(number => Square(number - mean)) / Math.Max(1, numbers.Length - 1);
    }

    private static double Square(double x) => x * x;
}
