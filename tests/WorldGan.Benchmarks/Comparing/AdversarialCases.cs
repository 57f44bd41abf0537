using System.Text.Json.Nodes;
using WorldGan.Benchmarks.Measuring;
using WorldGan.Benchmarks.Workloads;
using WorldGan.Datasets;
using WorldGan.Numerics;
using WorldGan.WorldModel;
using WorldGan.WorldModel.Noise;

namespace WorldGan.Benchmarks.Comparing;

/// <summary>An iteration of WGAN-GP. Checked: the critic's loss and its gradient on given outcomes.</summary>
internal static class AdversarialCases
{
    private const int CheckedRows = 64;

    public static IEnumerable<int> Widths(bool quick) => quick ? [64, 256] : [64, 128, 256];

    public static PeerCase Create(int width) => Create(width, new AdversarialWorkload(width, CartPoleLog.Small));

    public static PeerCase Create(int width, AdversarialWorkload workload)
    {
        WorldModelOptions options = workload.Layout.Options;
        return new PeerCase
        {
            Name = $"WGAN-GP iteration, H {width}, B {options.BatchSize}",
            Request = new JsonObject
            {
                ["kind"] = "wgan",
                ["batch"] = options.BatchSize,
                ["criticSteps"] = options.CriticSteps,
                ["penaltyWeight"] = options.PenaltyWeight,
                ["noise"] = options.LatentSize,
                ["noiseScale"] = options.LatentScale,
            },
            Tensors = () => Tensors(workload),
            Call = () => workload.Trainer.Step(),
            UnitsPerCall = 1,
            FlopsPerUnit = workload.FlopsPerIteration,
            Format = Rates.Milliseconds,
        };
    }

    private static Dictionary<string, Tensor> Tensors(AdversarialWorkload workload)
    {
        Mlp<float> critic = Fresh.Network(workload.Layout.Critic, 1), generator = Fresh.Network(workload.Layout.Generator, 2);
        var tensors = new Dictionary<string, Tensor>();
        NetworkTensors.Add(tensors, "critic", critic);
        NetworkTensors.Add(tensors, "generator", generator);
        AddLog(tensors, workload);
        AddCheck(tensors, critic, workload.Layout.Condition, workload.Layout.Options.PenaltyWeight!.Value);
        return tensors;
    }

    private static void AddLog(Dictionary<string, Tensor> tensors, AdversarialWorkload workload)
    {
        TransitionSet data = workload.Data;
        int width = workload.Layout.Condition;
        var conditions = new float[data.Count * width];
        for (int row = 0; row < data.Count; row++) workload.Layout.WriteCondition(data, row, conditions.AsSpan(row * width, width));
        tensors["log.condition"] = Tensor.Of(conditions, data.Count, width);
        tensors["log.outcome"] = Tensor.Of(workload.Residuals, data.Count, workload.Layout.Outcomes);
    }

    private static void AddCheck(Dictionary<string, Tensor> tensors, Mlp<float> critic, int condition, double penaltyWeight)
    {
        var random = new RandomStream(3, RandomPurpose.Mix);
        float[] Draw(int count)
        {
            var values = new float[count];
            for (int i = 0; i < count; i++) values[i] = (float)random.NextNormal();
            return values;
        }

        int outcome = critic.Shape.Inputs - condition;
        float[] conditions = Draw(CheckedRows * condition), real = Draw(CheckedRows * outcome), fake = Draw(CheckedRows * outcome), mixing = new float[CheckedRows];
        for (int row = 0; row < CheckedRows; row++) mixing[row] = random.NextSingle();
        var loss = new CriticLoss<float>(critic, Adversary.Of<float>(WorldModelLoss.WganGp), CheckedRows);
        for (int row = 0; row < CheckedRows; row++)
        {
            Fill(loss.Real(row), real, row);
            Fill(loss.Fake(row), fake, row);
        }

        var gradient = new Mlp<float>(critic.Shape);
        CriticReport report = loss.AddGradient(gradient.Parameters, mixing, penaltyWeight);
        NetworkTensors.Add(tensors, "gradient", gradient);
        tensors["loss"] = Tensor.Of([(float)(penaltyWeight * report.Penalty + report.Ratings)]);
        tensors["condition"] = Tensor.Of(conditions, CheckedRows, condition);
        tensors["real"] = Tensor.Of(real, CheckedRows, outcome);
        tensors["fake"] = Tensor.Of(fake, CheckedRows, outcome);
        tensors["mixing"] = Tensor.Of(mixing, CheckedRows, 1);

        void Fill(Span<float> input, float[] outcomes, int row)
        {
            conditions.AsSpan(row * condition, condition).CopyTo(input);
            outcomes.AsSpan(row * outcome, outcome).CopyTo(input[condition..]);
        }
    }
}
