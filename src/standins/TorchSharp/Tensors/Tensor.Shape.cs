using TorchSharp.Interop;

namespace TorchSharp;

internal static partial class torch
{
    public partial class Tensor
    {
        public long Dimensions => Describe().Dimensions;

        public long ndim => Dimensions;

        public long NumberOfElements => Describe().Elements;

        public long ElementSize => Describe().ElementSize;

        public ScalarType dtype => (ScalarType)Describe().ScalarType;

        public Device device => Describe() is var info ? new Device((DeviceType)info.DeviceType, info.DeviceIndex) : CPU;

        public DeviceType device_type => (DeviceType)Describe().DeviceType;

        public int device_index => Describe().DeviceIndex;

        public bool is_cuda => device_type == DeviceType.CUDA;

        public unsafe long[] shape
        {
            get
            {
                long[] sizes = new long[Dimensions];
                fixed (long* first = sizes) Shim.Check(Shim.worldgan_tensor_shape(Handle, first, null));
                return sizes;
            }
        }

        public long dim() => Dimensions;

        public long numel() => NumberOfElements;

        public long element_size() => ElementSize;

        public long[] size() => shape;

        public long size(int dim) => shape[dim < 0 ? dim + (int)Dimensions : dim];

        public unsafe long[] stride()
        {
            long[] strides = new long[Dimensions];
            fixed (long* first = strides) Shim.Check(Shim.worldgan_tensor_shape(Handle, null, first));
            return strides;
        }

        public long stride(int dim) => stride()[dim < 0 ? dim + (int)Dimensions : dim];

        public bool is_contiguous() => Describe().IsContiguous != 0;

        public bool is_floating_point() => torch.is_floating_point(dtype);

        public bool is_complex() => torch.is_complex(dtype);

        public override string ToString() => $"[{string.Join("x", shape)}], type = {dtype}, device = {device}";

        private unsafe NativeTensorInfo Describe()
        {
            NativeTensorInfo info;
            Shim.Check(Shim.worldgan_tensor_describe(Handle, &info));
            GC.KeepAlive(this);
            return info;
        }
    }
}
