using WorldGan.Datasets;
using WorldGan.Evaluation.Outcomes;
using WorldGan.Worlds;

namespace WorldGan.Reporting.Report;

/// <summary>Held-out steps and what the learned world draws in their place.</summary>
/// <param name="Data">The log.</param>
/// <param name="Rows">[N] rows of the log.</param>
/// <param name="Next">[N] drawn next states, <see cref="Samples"/> of each, [Samples, S].</param>
internal sealed record DrawnSteps(TransitionSet Data, int[] Rows, float[][] Next)
{
    /// <summary>Next states of each row.</summary>
    public const int Samples = 16;

    private const int MostRows = 600;
    private const ulong Seed = 1_000_000_011;              // far from those of logs and of evaluations

    public static DrawnSteps Of(ReportSubject subject)
    {
        int[] rows = RowSelection.Spread(subject.Split.HeldOut, MostRows);
        return new(subject.Data, rows, [.. rows.Select((row, i) => NextStates.Draw(subject.World, subject.Data.State(row), subject.Data.Actions[row], Samples, new RowKey(Seed, (uint)(i * Samples), 0)))]);
    }

    /// <summary>[N] the logged change of a variable.</summary>
    public double[] Logged(int variable) => [.. Rows.Select(row => Change(row, variable, Data.NextState(row)[variable]))];

    /// <summary>[N] one drawn change of a variable.</summary>
    public double[] Drawn(int variable) => [.. Rows.Select((row, i) => Change(row, variable, Next[i][variable]))];

    /// <summary>[N] the mean of all drawn changes of a variable.</summary>
    public double[] Mean(int variable) => [.. Rows.Select((row, i) => Enumerable.Range(0, Samples).Average(s => Change(row, variable, Next[i][s * Data.Width + variable])))];

    private double Change(int row, int variable, float next) => Normalizer.Change(Data.Spec.State[variable], Data.State(row)[variable], next);
}
