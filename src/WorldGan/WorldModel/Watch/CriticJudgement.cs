using WorldGan.Numerics;

namespace WorldGan.WorldModel.Watch;

/// <summary>How well a critic tells logged outcomes from drawn ones.</summary>
/// <param name="Wins">Share of rows whose logged outcome has the higher rating; a tie counts half.</param>
/// <param name="Gap">Mean rating of logged less drawn outcomes.</param>
internal readonly record struct CriticJudgement(double Wins, double Gap)
{
    /// <param name="critic">The critic; its inputs are a condition followed by an outcome.</param>
    /// <param name="rows">What was logged.</param>
    /// <param name="drawn">What was drawn for it; the first outcome of each row is judged.</param>
    public static CriticJudgement Of(Mlp<float> critic, WatchedRows rows, DrawnOutcomes drawn)
    {
        var pass = new MlpPass<float>(critic, 2 * rows.Count);
        for (int row = 0; row < rows.Count; row++)
        {
            Write(2 * row, rows.Outcome(row));
            Write(2 * row + 1, drawn.At(row, 0));

            void Write(int input, ReadOnlySpan<float> outcome)
            {
                Span<float> into = pass.Input.Slice(input * pass.InputStride, pass.InputStride);
                rows.Condition(row).CopyTo(into);
                outcome.CopyTo(into[rows.Condition(row).Length..]);
            }
        }

        pass.Infer(2 * rows.Count);
        double wins = 0, gap = 0;
        for (int row = 0; row < rows.Count; row++)
        {
            double logged = pass.Output[2 * row * pass.OutputStride], generated = pass.Output[(2 * row + 1) * pass.OutputStride];
            wins += logged > generated ? 1 : logged == generated ? 0.5 : 0;
            gap += logged - generated;
        }

        return new CriticJudgement(wins / rows.Count, gap / rows.Count);
    }
}
