using System.Runtime.InteropServices;

namespace TorchSharp.Interop;

/// <summary>worldgan_value of native/worldgan_torch.h: one argument or one result of an operator.</summary>
[StructLayout(LayoutKind.Explicit, Size = 16)]
internal struct NativeValue
{
    [FieldOffset(0)] public ValueKind Kind;
    [FieldOffset(4)] public int Count;
    [FieldOffset(8)] public long Integer;
    [FieldOffset(8)] public double Number;
    [FieldOffset(8)] public nint Pointer;
}
