using System.Collections;
using TorchSharp.Interop;

namespace TorchSharp.Utils;

/// <summary>The elements of a tensor in host memory, row by row, whatever its strides.</summary>
internal sealed unsafe class TensorAccessor<T> : IDisposable, IEnumerable<T> where T : unmanaged
{
    private readonly T* _first;
    private readonly long[] _shape;
    private readonly long[] _strides;
    private readonly bool _isContiguous;
    private torch.Tensor? _tensor;

    internal TensorAccessor(torch.Tensor tensor)
    {
        _shape = tensor.shape;
        _strides = tensor.stride();
        _isContiguous = tensor.is_contiguous();
        Count = tensor.numel();
        _first = Count == 0 ? null : (T*)Shim.Check(Shim.worldgan_tensor_data(tensor.Handle));
        _tensor = tensor;
    }

    public long Count { get; }

    public T this[params long[] indices]
    {
        get => *Element(indices);
        set => *Element(indices) = value;
    }

    public T[] ToArray()
    {
        var array = new T[Count];
        CopyTo(array);
        return array;
    }

    public void CopyTo(T[] array, int arrayIndex = 0, long tensorIndex = 0) => CopyTo(array.AsSpan(), arrayIndex, tensorIndex);

    public void CopyTo(Span<T> array, int arrayIndex = 0, long tensorIndex = 0)
    {
        var target = array[arrayIndex..];
        int count = (int)Math.Min(target.Length, Count - tensorIndex);
        if (_isContiguous) new Span<T>(_first + tensorIndex, count).CopyTo(target);
        else for (int i = 0; i < count; i++) target[i] = *Element(tensorIndex + i);
        GC.KeepAlive(_tensor);
    }

    public void CopyFrom(T[] array, int arrayIndex = 0, long tensorIndex = 0) => CopyFrom(new ReadOnlySpan<T>(array), arrayIndex, tensorIndex);

    public void CopyFrom(ReadOnlySpan<T> array, int arrayIndex = 0, long tensorIndex = 0)
    {
        var source = array[arrayIndex..];
        int count = (int)Math.Min(source.Length, Count - tensorIndex);
        if (_isContiguous) source[..count].CopyTo(new Span<T>(_first + tensorIndex, count));
        else for (int i = 0; i < count; i++) *Element(tensorIndex + i) = source[i];
        GC.KeepAlive(_tensor);
    }

    public IEnumerator<T> GetEnumerator()
    {
        for (long i = 0; i < Count; i++) yield return At(i);
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public void Dispose() => _tensor = null;

    private T At(long index) => *Element(index);

    private T* Element(long[] indices)
    {
        ObjectDisposedException.ThrowIf(_tensor is null || _tensor.IsInvalid, this);
        if (indices.Length == 1 && _shape.Length != 1) return Element(indices[0]);
        long offset = 0;
        for (int d = 0; d < indices.Length; d++)
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((ulong)indices[d], (ulong)_shape[d], nameof(indices));
            offset += indices[d] * _strides[d];
        }
        return _first + offset;
    }

    /// <summary>The element at a position counted row by row.</summary>
    private T* Element(long index)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((ulong)index, (ulong)Count, nameof(index));
        long offset = 0;
        for (int d = _shape.Length - 1; d >= 0; d--)
        {
            offset += index % _shape[d] * _strides[d];
            index /= _shape[d];
        }
        return _first + offset;
    }
}
