using Tensor = TorchSharp.torch.Tensor;

namespace WorldGan.Torch.Images;

/// <summary>B transitions of a world of images.</summary>
/// <param name="Past">[B, k · C, H, W] the images up to the present one, in <see cref="FrameUnits"/>.</param>
/// <param name="Next">[B, C, H, W] the image after the action.</param>
/// <param name="Action">[B, A] 1 for the action that was taken, 0 for the others.</param>
/// <param name="Reward">[B] in standard deviations from their mean.</param>
/// <param name="Terminal">[B] 1 where the episode truly ends.</param>
internal sealed record FrameBatch(Tensor Past, Tensor Next, Tensor Action, Tensor Reward, Tensor Terminal);
