namespace WorldGan.Evaluation;

/// <summary>How well true ends are recognised on held-out transitions, with a probability above one half as the answer yes.</summary>
/// <param name="Precision">Share of the recognised ends that were ends; null where none was recognised.</param>
/// <param name="Recall">Share of the ends that were recognised; null where the held-out transitions have none.</param>
/// <param name="F1">Harmonic mean of precision and recall; null where the held-out transitions have no end.</param>
/// <param name="Terminals">Ends among the held-out transitions.</param>
/// <param name="Brier">Mean squared distance of the probability from what came (0 or 1); always saying the share of ends gives share · (1 - share).</param>
public sealed record TerminalScore(double? Precision, double? Recall, double? F1, int Terminals, double Brier)
{
    internal static TerminalScore Of(IEnumerable<(bool IsTerminal, double Probability)> answers)
    {
        int hits = 0, misses = 0, alarms = 0, count = 0;
        double squares = 0;
        foreach ((bool isTerminal, double probability) in answers)
        {
            bool says = probability > 0.5;
            double miss = probability - (isTerminal ? 1 : 0);
            squares += miss * miss;
            count++;
            if (says && isTerminal) hits++;
            else if (says) alarms++;
            else if (isTerminal) misses++;
        }

        return new TerminalScore(Share(hits, hits + alarms), Share(hits, hits + misses), hits + misses == 0 ? null : Share(2 * hits, 2 * hits + alarms + misses), hits + misses, squares / Math.Max(count, 1));
    }

    private static double? Share(int part, int whole) => whole == 0 ? null : (double)part / whole;
}
