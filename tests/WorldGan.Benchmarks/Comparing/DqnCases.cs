using System.Text.Json.Nodes;
using WorldGan.Benchmarks.Measuring;
using WorldGan.Benchmarks.Workloads;
using WorldGan.Datasets;
using WorldGan.Numerics;
using WorldGan.Policies;
using WorldGan.Policies.Values;
using WorldGan.Worlds;

namespace WorldGan.Benchmarks.Comparing;

/// <summary>A gradient step of double DQN. Checked: the loss and its gradient on logged rows.</summary>
internal static class DqnCases
{
    private const int CheckedRows = 64;

    public static IEnumerable<int> Widths(bool quick) => quick ? [128] : [64, 128, 256];

    public static PeerCase Create(int width) => Create(width, new DqnWorkload(width, CartPoleLog.Small));

    public static PeerCase Create(int width, DqnWorkload workload)
    {
        var target = new ValueTarget(workload.Data.Spec, workload.Normalizer);
        return new PeerCase
        {
            Name = $"{(workload.Options.Value == ValueKind.QrDqn ? "QR-DQN" : "DQN")} step, H {width}, B {workload.Options.BatchSize}",
            Request = new JsonObject
            {
                ["kind"] = workload.Options.Value == ValueKind.QrDqn ? "qr-dqn" : "dqn",
                ["batch"] = workload.Options.BatchSize,
                ["averaging"] = workload.Options.TargetAveraging,
                ["discount"] = workload.Data.Spec.Discount,
                ["unit"] = target.Scale,
                ["low"] = target.Pessimistic,
                ["high"] = 10 * target.Scale,
                ["quantiles"] = workload.Options.Resolved().Quantiles ?? 1,
                ["kappa"] = QuantileRegression.Kappa,
            },
            Tensors = () => Tensors(workload, target),
            Call = () => workload.Trainer.Step(),
            UnitsPerCall = 1,
            FlopsPerUnit = workload.FlopsPerStep,
            Format = Rates.Milliseconds,
        };
    }

    private static Dictionary<string, Tensor> Tensors(DqnWorkload workload, ValueTarget target)
    {
        TransitionSet data = workload.Data;
        Mlp<float> online = Fresh.Network(workload.Network, 1), averaged = Fresh.Network(workload.Network, 2), gradient = new(workload.Network);
        var tensors = new Dictionary<string, Tensor>();
        NetworkTensors.Add(tensors, "online", online);
        NetworkTensors.Add(tensors, "target", averaged);
        AddRows(tensors, "log.", workload, data.Count);
        AddRows(tensors, "", workload, CheckedRows);
        tensors["loss"] = Tensor.Of([(float)AddGradient(gradient.Parameters, workload, target, online, averaged)]);
        NetworkTensors.Add(tensors, "gradient", gradient);
        return tensors;
    }

    private static void AddRows(Dictionary<string, Tensor> tensors, string prefix, DqnWorkload workload, int rows)
    {
        TransitionSet data = workload.Data;
        var encoder = new StateEncoder(data.Spec, workload.Normalizer);
        int width = encoder.StateFeatures;
        float[] states = new float[rows * width], next = new float[rows * width];
        for (int row = 0; row < rows; row++)
        {
            encoder.WriteState(data.State(row), states.AsSpan(row * width));
            encoder.WriteState(data.NextState(row), next.AsSpan(row * width));
        }

        tensors[prefix + "state"] = Tensor.Of(states, rows, width);
        tensors[prefix + "next"] = Tensor.Of(next, rows, width);
        tensors[prefix + "action"] = Tensor.Of([.. data.Actions.Take(rows).Select(action => (long)action)], rows, 1);
        tensors[prefix + "reward"] = Tensor.Of(data.Rewards[..rows], rows, 1);
        tensors[prefix + "continues"] = Tensor.Of([.. data.Endings.Take(rows).Select(ending => ending == Ending.Terminal ? 0f : 1)], rows, 1);
    }

    /// <summary>The trainer's gradient step on the first rows of the log; returns the loss.</summary>
    private static double AddGradient(float[] gradient, DqnWorkload workload, ValueTarget target, Mlp<float> online, Mlp<float> averaged)
    {
        TransitionSet data = workload.Data;
        var encoder = new StateEncoder(data.Spec, workload.Normalizer);
        MlpPass<float> now = new(online, CheckedRows), next = new(online, CheckedRows), future = new(averaged, CheckedRows);
        for (int row = 0; row < CheckedRows; row++)
        {
            encoder.WriteState(data.State(row), now.Input[(row * now.InputStride)..]);
            encoder.WriteState(data.NextState(row), next.Input[(row * next.InputStride)..]);
            encoder.WriteState(data.NextState(row), future.Input[(row * future.InputStride)..]);
        }

        next.Infer(CheckedRows);
        future.Infer(CheckedRows);
        var loss = new TemporalDifference(QHead.Of(data.Spec, target, workload.Options.Resolved()));
        var aims = new float[loss.Aims];
        double sum = 0;
        Span<float> Row(Span<float> rows, int row) => rows.Slice(row * now.OutputStride, online.Shape.Outputs);
        for (int row = 0; row < CheckedRows;)
        {
            int end = now.Forward(row, CheckedRows);
            for (; row < end; row++)
            {
                loss.Aim(Row(next.Output, row), Row(future.Output, row), new LearnedStep(data.Actions[row], data.Rewards[row], data.Endings[row]), aims);
                sum += loss.Descend(Row(now.Output, row), data.Actions[row], aims, 1f / CheckedRows, 0, Row(now.OutputGradient, row)).Loss;
            }

            now.Backward(gradient);
        }

        return sum / CheckedRows;
    }
}
