using TorchSharp;
using WorldGan.Numerics;
using WorldGan.Torch.Networks;
using static TorchSharp.torch;
using FileTensor = WorldGan.Numerics.Tensor;

namespace WorldGan.Torch.Images;

/// <summary>The numbers of the networks of images: how they begin, and how they stand in a file.</summary>
internal static class FrameWeights
{
    /// <summary>
    /// Draws first weights: normal with the variance 2 / inputs (He and others, arXiv:1502.01852), and a tenth of that deviation where a network adds to an image, so that it begins with
    /// what it is added to. The module's own draws would hang on what was drawn before them in the process.
    /// </summary>
    public static void Begin(nn.Module network, Randomness random)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable still = no_grad();
        foreach ((string name, TorchSharp.Modules.Parameter parameter) in network.named_parameters())
        {
            long[] shape = parameter.shape;
            bool adds = name.Contains("last", StringComparison.Ordinal);
            if (shape.Length == 1) parameter.zero_();
            else parameter.copy_(random.Normal(shape) * ((adds ? 0.1 : 1) * Math.Sqrt(2.0 / shape.Skip(1).Aggregate(1L, (product, size) => product * size))));
        }
    }

    /// <summary>Moves averaged weights towards the present ones.</summary>
    /// <param name="average">What is moved.</param>
    /// <param name="network">What it follows, of the same shape.</param>
    /// <param name="kept">Share that stays.</param>
    public static void Follow(nn.Module average, nn.Module network, double kept)
    {
        using IDisposable still = no_grad();
        foreach ((TorchSharp.Modules.Parameter slow, TorchSharp.Modules.Parameter fast) in average.parameters().Zip(network.parameters())) slow.mul_(kept).add_(fast, 1 - kept);
    }

    /// <summary>All numbers by name, for a file.</summary>
    public static Dictionary<string, FileTensor> ToFile(nn.Module network) => network.named_parameters().ToDictionary(
        named => named.name, named => FileTensor.Of(Host.Floats(named.parameter), [.. named.parameter.shape.Select(size => (int)size)]));

    /// <summary>Takes all numbers from a file.</summary>
    /// <exception cref="InvalidDataException">One is missing or of another shape.</exception>
    public static void Read(nn.Module network, SafetensorsFile file)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable still = no_grad();
        foreach ((string name, TorchSharp.Modules.Parameter parameter) in network.named_parameters())
            parameter.copy_(tensor(file.Get<float>(name, [.. parameter.shape.Select(size => (int)size)]), parameter.shape));
    }
}
