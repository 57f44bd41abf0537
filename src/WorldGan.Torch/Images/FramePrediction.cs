using Tensor = TorchSharp.torch.Tensor;

namespace WorldGan.Torch.Images;

/// <summary>What a generator says of the next step.</summary>
/// <param name="Frames">[scales] of [B, C, H / 2^.., W / 2^..] the next image at each scale, the smallest first.</param>
/// <param name="Reward">[B] in the units of <see cref="FrameBatch"/>.</param>
/// <param name="Terminal">[B] the logit of an end.</param>
internal sealed record FramePrediction(IReadOnlyList<Tensor> Frames, Tensor Reward, Tensor Terminal);
