using TorchSharp;
using WorldGan.Datasets;
using WorldGan.Evaluation;
using WorldGan.Torch.Networks;
using static TorchSharp.torch;
using Tensor = TorchSharp.torch.Tensor;

namespace WorldGan.Torch.Images;

/// <summary>Scores a model of images beside its baseline, on the held-out rows.</summary>
/// <param name="data">The log.</param>
/// <param name="log">The same on the device.</param>
/// <param name="shape">What its images are.</param>
/// <param name="heldOut">Rows that gave no gradient, in order.</param>
/// <param name="seed">Seed of latents.</param>
internal sealed class FrameScoring(FrameSet data, FrameLog log, FrameShape shape, int[] heldOut, ulong seed)
{
    private const int MostWindows = 256, Horizon = 10, Rows = 256;

    private static readonly int[] Ahead = [1, 2, 5, Horizon];

    /// <summary>Draws futures and compares them with the true ones.</summary>
    /// <param name="model">The model.</param>
    /// <param name="baseline">The same networks, trained by squared distance alone.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <returns>The scores, and the futures: the true ones, the model's and the baseline's.</returns>
    /// <exception cref="InvalidDataException">No held-out episode is long enough.</exception>
    public (FrameReport Report, FrameFutures[] Futures) Score(FrameModel model, FrameModel baseline, CancellationToken cancellation)
    {
        int[] rows = Windows();
        FrameFutures truth = FrameFutures.Logged(log, shape, rows, Horizon), drawn = FrameFutures.Drawn(model, log, shape, rows, Horizon, seed);
        cancellation.ThrowIfCancellationRequested();
        FrameFutures blurred = FrameFutures.Drawn(baseline, log, shape, rows, Horizon, seed);
        cancellation.ThrowIfCancellationRequested();
        (double squares, TerminalScore ends) = Heads(model);
        double mean = heldOut.Average(row => (double)data.Rewards[row]), variance = heldOut.Average(row => (data.Rewards[row] - mean) * (data.Rewards[row] - mean));
        var report = new FrameReport
        {
            HeldOut = heldOut.Length,
            Windows = rows.Length,
            Steps = new FrameSteps(model.Steps, baseline.Steps),
            Images = [.. new[] { ("model", drawn), ("l2", blurred), ("copy", truth.Copied()) }.SelectMany(futures => Ahead.Select(ahead => futures.Item2.Score(truth, futures.Item1, ahead)))],
            RewardError = data.HasRewards ? Math.Sqrt(squares) : null,
            RewardDeviation = data.HasRewards ? Math.Sqrt(variance) : null,
            Ends = ends,
        };
        return (report, [truth, drawn, blurred]);
    }

    /// <summary>Held-out rows with a whole horizon of their episode behind them, spread evenly.</summary>
    private int[] Windows()
    {
        int[] whole = [.. heldOut.Where(row => row + Horizon <= data.EpisodeStarts[data.EpisodeOf(row) + 1])];
        if (whole.Length == 0) throw new InvalidDataException($"Expected a held-out episode of at least {Horizon} steps, got none: a longer log or another frames.heldOutShare would hold one out.");
        return RowSelection.Spread(whole, MostWindows);
    }

    private (double SquaredRewardError, TerminalScore Ends) Heads(FrameModel model)
    {
        using var random = new Randomness(log.Device, seed);
        var answers = new List<(bool, double)>();
        double squares = 0;
        foreach (int[] rows in heldOut.Chunk(Rows))
        {
            using DisposeScope scope = NewDisposeScope();
            FrameBatch batch = log.Take(tensor(rows.Select(row => (long)row).ToArray(), device: log.Device));
            (_, Tensor reward, Tensor terminal) = model.Draw(batch.Past, batch.Action, random);
            float[] rewards = Host.Floats(reward), ends = Host.Floats(terminal);
            for (int i = 0; i < rows.Length; i++)
            {
                double error = log.RewardMean + log.RewardScale * rewards[i] - data.Rewards[rows[i]];
                squares += error * error / heldOut.Length;
                answers.Add((data.Terminals[rows[i]], ends[i]));
            }
        }

        return (squares, TerminalScore.Of(answers));
    }
}
