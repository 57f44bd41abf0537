using WorldGan.Evaluation.Statistics;
using WorldGan.Numerics;
using WorldGan.Rollouts;
using WorldGan.Worlds;

namespace WorldGan.Evaluation.Futures;

/// <summary>Quantiles of the present variables of rollouts.</summary>
internal static class Fans
{
    public static IReadOnlyList<Fan> Of(RolloutBatch batch)
    {
        IReadOnlyList<StateVariable> variables = batch.Spec.State;
        return [.. Enumerable.Range(0, variables.Count).Where(j => variables[j] is { StepsBack: 0, Kind: not VariableKind.Category }).Select(j => new Fan(variables[j].Name, variables[j].Unit, Steps(batch, j)))];
    }

    private static List<FanStep> Steps(RolloutBatch batch, int variable)
    {
        bool isAngle = batch.Spec.State[variable].Kind == VariableKind.Angle;
        double[] values = [.. Enumerable.Range(0, batch.Count).Select(row => (double)batch.State(row, 0)[variable])];
        var steps = new List<FanStep> { At(0, values) };
        for (int t = 1; t <= batch.Horizon; t++)
        {
            for (int row = 0; row < batch.Count; row++)
            {
                float value = batch.State(row, t)[variable];
                values[row] = isAngle ? values[row] + ExactMath.WrapAngle(value - batch.State(row, t - 1)[variable]) : value;
            }

            double[] running = [.. values.Where((_, row) => batch.Lengths[row] >= t)];
            if (running.Length == 0) break;
            steps.Add(At(t, running));
        }

        return steps;
    }

    private static FanStep At(int step, double[] values)
    {
        double[] sorted = [.. values.Order()];
        return new FanStep(step, sorted.Length, Q(0.05), Q(0.25), Q(0.5), Q(0.75), Q(0.95));

        double Q(double share) => Quantiles.Of(sorted, share);
    }
}
