using TorchSharp;
using WorldGan.Evaluation.Frames;
using WorldGan.Torch.Networks;
using static TorchSharp.torch;
using Tensor = TorchSharp.torch.Tensor;

namespace WorldGan.Torch.Images;

/// <summary>Futures drawn from moments of a log, under the actions that were taken there, and the true ones.</summary>
internal sealed class FrameFutures
{
    private readonly FrameShape _shape;
    private readonly int _windows, _pixels;
    private readonly float[][] _images;                    // [horizon + 1] of [windows, C, H, W], the present first

    private FrameFutures(FrameShape shape, int windows, float[][] images) => (_shape, _windows, _pixels, _images) = (shape, windows, shape.Height * shape.Width, images);

    /// <summary>How many steps ahead the last images are.</summary>
    public int Horizon => _images.Length - 1;

    /// <summary>What truly followed.</summary>
    /// <param name="log">The log.</param>
    /// <param name="shape">What its images are.</param>
    /// <param name="rows">First rows, each with so many rows of its episode behind it.</param>
    /// <param name="horizon">Steps ahead.</param>
    public static FrameFutures Logged(FrameLog log, FrameShape shape, int[] rows, int horizon)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor past = log.Take(At(log, rows, 0)).Past;
        float[] present = Pixels(log, past.narrow(1, (shape.Seen - 1) * shape.Channels, shape.Channels));
        return new FrameFutures(shape, rows.Length, [present, .. Enumerable.Range(0, horizon).Select(t => Pixels(log, log.Take(At(log, rows, t)).Next))]);
    }

    /// <summary>What a model draws, each image from those that it drew before.</summary>
    /// <inheritdoc cref="Logged"/>
    public static FrameFutures Drawn(FrameModel model, FrameLog log, FrameShape shape, int[] rows, int horizon, ulong seed)
    {
        using DisposeScope scope = NewDisposeScope();
        using var random = new Randomness(log.Device, seed);
        Tensor past = log.Take(At(log, rows, 0)).Past;
        var images = new float[horizon + 1][];
        images[0] = Pixels(log, past.narrow(1, (shape.Seen - 1) * shape.Channels, shape.Channels));
        for (int t = 0; t < horizon; t++)
        {
            Tensor next = model.Draw(past, log.Take(At(log, rows, t)).Action, random).Next;
            images[t + 1] = Pixels(log, next);
            past = model.Shift(past, next);
        }

        return new FrameFutures(shape, rows.Length, images);
    }

    /// <summary>The present image again and again.</summary>
    public FrameFutures Copied() => new(_shape, _windows, [.. Enumerable.Repeat(_images[0], _images.Length)]);

    /// <summary>[C, H, W] an image, from 0 to 1.</summary>
    /// <param name="window">The moment.</param>
    /// <param name="ahead">Steps ahead; 0 is the present.</param>
    public ReadOnlySpan<float> Image(int window, int ahead) => _images[ahead].AsSpan(window * _shape.Channels * _pixels, _shape.Channels * _pixels);

    /// <summary>How like these futures are to the true ones.</summary>
    public FrameScore Score(FrameFutures truth, string model, int ahead)
    {
        double psnr = 0, ssim = 0, sharpness = 0, energy = 0, trueEnergy = 0;
        int planes = _windows * _shape.Channels;
        for (int plane = 0; plane < planes; plane++)
        {
            ReadOnlySpan<float> real = truth._images[ahead].AsSpan(plane * _pixels, _pixels), drawn = _images[ahead].AsSpan(plane * _pixels, _pixels);
            psnr += FrameSimilarity.Psnr(real, drawn) / planes;
            ssim += FrameSimilarity.Ssim(real, drawn, _shape.Height, _shape.Width) / planes;
            sharpness += FrameSimilarity.Sharpness(real, drawn, _shape.Height, _shape.Width) / planes;
            energy += FrameSimilarity.EdgeEnergy(drawn, _shape.Height, _shape.Width);
            trueEnergy += FrameSimilarity.EdgeEnergy(real, _shape.Height, _shape.Width);
        }

        return new FrameScore(model, ahead, psnr, ssim, sharpness, energy / Math.Max(trueEnergy, 1e-12));
    }

    private static float[] Pixels(FrameLog log, Tensor units) => Host.Floats(log.Units.ToPixels(units).clamp(0, 1));

    private static Tensor At(FrameLog log, int[] rows, int later) => tensor(rows.Select(row => (long)row + later).ToArray(), device: log.Device);
}
