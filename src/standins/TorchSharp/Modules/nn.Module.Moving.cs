using TorchSharp.Modules;
using TorchSharp.Utils;

namespace TorchSharp;

internal static partial class torch
{
    public static partial class nn
    {
        public partial class Module
        {
            protected DeviceType _deviceType = DeviceType.CPU;
            protected int _deviceIndex = -1;

            protected internal virtual Module _to(Device device, ScalarType dtype, bool non_blocking) => Move(dtype, Available(device), non_blocking);

            protected internal virtual Module _to(DeviceType deviceType, int deviceIndex, bool non_blocking) =>
                Move(null, Available(new Device(deviceType, deviceType == DeviceType.CUDA ? deviceIndex : -1)), non_blocking);

            protected internal virtual Module _to(ScalarType dtype, bool non_blocking) => Move(dtype, null, non_blocking);

            /// <summary>The moved buffer; false where it need not move.</summary>
            protected static bool ReplaceBuffer(ScalarType? dtype, Device? device, Tensor buffer, out Tensor? result)
            {
                var (type, place) = Target(dtype, device, buffer);
                result = buffer.toWillCopy(type, place) ? buffer.to(type, place, disposeAfter: true).DetachFromDisposeScope() : null;
                return result is not null;
            }

            /// <summary>A new parameter with the moved value and gradient; false where neither need move.</summary>
            protected static bool ReplaceParameter(ScalarType? dtype, Device? device, Parameter param, out Parameter? p)
            {
                using var grad = param.grad;
                var (type, place) = Target(dtype, device, param);
                p = null;
                if (!param.toWillCopy(type, place)) return false;

                using var still = no_grad();
                p = new Parameter(param.to(type, place), param.requires_grad);
                p.DetachFromDisposeScope();
                if (grad is not null)
                {
                    using var moved = grad.to(type, place);
                    p.grad = moved;
                }
                return true;
            }

            private static (ScalarType, Device) Target(ScalarType? dtype, Device? device, Tensor tensor)
            {
                var type = dtype is { } wanted && (tensor.is_floating_point() || tensor.is_complex()) ? wanted : tensor.dtype;
                return (type, device ?? tensor.device);
            }

            private static Device Available(Device device)
            {
                if (device.type == DeviceType.CUDA && !cuda.is_available()) throw new InvalidOperationException("CUDA is not available.");
                return device;
            }

            private Module Move(ScalarType? dtype, Device? device, bool non_blocking)
            {
                if (dtype is { } type && !is_floating_point(type) && !is_complex(type))
                    throw new ArgumentException($"nn.Module.to only accepts floating point or complex types, but got desired dtype={type}");

                foreach (var (_, child) in named_children()) child.Move(dtype, device, non_blocking);
                foreach (var (own, parameter) in named_parameters(false).ToList())
                    if (ReplaceParameter(dtype, device, parameter, out var moved)) Put(own, parameter, moved!);
                foreach (var (own, buffer) in named_buffers(false).ToList())
                    if (ReplaceBuffer(dtype, device, buffer, out var moved)) Put(own, moved!);
                if (device is not null) (_deviceType, _deviceIndex) = (device.type, device.index);
                return this;
            }

            private void Put(string own, Parameter before, Parameter now)
            {
                before.Dispose();
                _internal_params[own] = now;
                SetField(own, now);
            }

            private void Put(string own, Tensor now)
            {
                _internal_buffers[own] = (now, _internal_buffers[own].Item2);
                SetField(own, now);
            }

            private void SetField(string own, Tensor now) => Fields().FirstOrDefault(field => ComponentNameAttribute.Of(field) == own)?.SetValue(this, now);
        }
    }
}
