namespace TorchSharp.Interop;

/// <summary>worldgan_kind of native/worldgan_torch.h.</summary>
internal enum ValueKind
{
    None,
    Tensor,
    Int,
    Double,
    Bool,
    Device,
    Ints,
    Doubles,
    Tensors,
    String,
    Generator,
}
