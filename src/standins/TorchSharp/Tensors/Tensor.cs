using TorchSharp.Interop;

namespace TorchSharp;

internal static partial class torch
{
    /// <summary>A reference to a tensor of libtorch: freed when disposed, by its scope or, at the latest, by the garbage collector.</summary>
    public partial class Tensor : IDisposable
    {
        private static long _totalCount;
        private static long _peakCount;

        internal nint handle;

        internal Tensor(nint handle, bool register = true)
        {
            this.handle = handle;
            long total = Interlocked.Increment(ref _totalCount);
            if (total > _peakCount) _peakCount = total;
            if (register) OwningDisposeScope = DisposeScopeManager.ThreadSingleton.Register(this);
        }

        ~Tensor() => Dispose(false);

        /// <summary>How many tensors are held by .NET.</summary>
        public static long TotalCount => _totalCount;

        public static long PeakCount => _peakCount;

        public string? name { get; set; }

        public bool IsInvalid => handle == 0;

        /// <exception cref="InvalidOperationException">The tensor was disposed.</exception>
        public nint Handle => handle != 0 ? handle : throw new InvalidOperationException("Tensor invalid -- empty handle.");

        internal DisposeScope? OwningDisposeScope { get; set; }

        public Tensor MoveToOuterDisposeScope()
        {
            OwningDisposeScope?.MoveToOuter(this);
            return this;
        }

        public Tensor MoveToOtherDisposeScope(DisposeScope? other)
        {
            if (OwningDisposeScope is null) other?.Attach(this);
            else OwningDisposeScope.MoveToOther(other, this);
            return this;
        }

        public Tensor MoveToOtherDisposeScope(Tensor other) => MoveToOtherDisposeScope(other.OwningDisposeScope);

        public Tensor DetachFromDisposeScope()
        {
            OwningDisposeScope?.Detach(this);
            return this;
        }

        public void Dispose()
        {
            Dispose(true);
            GC.SuppressFinalize(this);
        }

        protected virtual void Dispose(bool disposing)
        {
            if (handle == 0) return;
            if (disposing) LeaveScope();
            Free();
        }

        /// <summary>What the scope does that is about to forget the tensor.</summary>
        internal void DisposeWithScope()
        {
            OwningDisposeScope = null;
            Free();
            GC.SuppressFinalize(this);
        }

        /// <summary>Hands the handle to another object and leaves this one empty.</summary>
        internal nint MoveHandle()
        {
            nint moved = Handle;
            handle = 0;
            Interlocked.Decrement(ref _totalCount);
            return moved;
        }

        private void LeaveScope()
        {
            var statistics = DisposeScopeManager.ThreadSingleton.StatisticsInstance.TensorStatistics;
            if (OwningDisposeScope is null) statistics.DisposedOutsideScopeCount++;
            else statistics.DisposedInScopeCount++;
            OwningDisposeScope?.MarkAsDisposed(this);
        }

        private void Free()
        {
            if (handle == 0) return;
            Shim.worldgan_tensor_free(handle);
            handle = 0;
            Interlocked.Decrement(ref _totalCount);
        }
    }
}
