namespace TorchSharp;

/// <summary>
/// Disposes, when it ends, every tensor made on its thread since it began, except those moved to the outer scope or detached.
/// Scopes nest; they belong to one thread and do not survive an <c>await</c>.
/// </summary>
internal sealed class DisposeScope : IDisposable
{
    private readonly HashSet<torch.Tensor> _tensors = new(ReferenceEqualityComparer.Instance);
    private DisposeScopeManager? _manager;

    internal DisposeScope(DisposeScopeManager manager) => (_manager, OuterScope) = (manager, manager.CurrentDisposeScope);

    public int DisposablesCount => Open._tensors.Count;

    public IReadOnlyList<IDisposable> DisposablesView => [.. Open._tensors];

    internal DisposeScope? OuterScope { get; set; }

    private DisposeScope Open => _manager is null ? throw new ObjectDisposedException(GetType().FullName) : this;

    public bool Contains(IDisposable disposable) => disposable is torch.Tensor tensor && _tensors.Contains(tensor);

    public T MoveToOuter<T>(T disposable) where T : IDisposable => MoveToOther(OuterScope, disposable);

    public (T1 first, T2 second) MoveToOuter<T1, T2>(T1 first, T2 second)
        where T1 : IDisposable where T2 : IDisposable => (MoveToOuter(first), MoveToOuter(second));

    public (T1 first, T2 second, T3 third) MoveToOuter<T1, T2, T3>(T1 first, T2 second, T3 third)
        where T1 : IDisposable where T2 : IDisposable where T3 : IDisposable => (MoveToOuter(first), MoveToOuter(second), MoveToOuter(third));

    public void MoveToOuter(params IDisposable[] disposables) => MoveToOuter((IEnumerable<IDisposable>)disposables);

    public void MoveToOuter(IEnumerable<IDisposable> disposables)
    {
        foreach (var disposable in disposables) MoveToOther(OuterScope, disposable);
    }

    public T MoveToOther<T>(DisposeScope? scope, T disposable) where T : IDisposable
    {
        if (!Open.Contains(disposable)) return disposable;
        if (scope is null) return Detach(disposable);
        scope.Take(Tensor(disposable));
        return disposable;
    }

    public T Detach<T>(T disposable) where T : IDisposable
    {
        if (!Open.Contains(disposable)) return disposable;
        var tensor = Tensor(disposable);
        _tensors.Remove(tensor);
        tensor.OwningDisposeScope = null;
        _manager!.StatisticsInstance.TensorStatistics.DetachedFromScopeCount++;
        return disposable;
    }

    public void Detach(params IDisposable[] disposables) => Detach((IEnumerable<IDisposable>)disposables);

    public void Detach(IEnumerable<IDisposable> disposables)
    {
        foreach (var disposable in disposables) Detach<IDisposable>(disposable);
    }

    public void Attach(IDisposable disposable)
    {
        if (Open.Take(Tensor(disposable))) _manager!.StatisticsInstance.TensorStatistics.AttachedToScopeCount++;
    }

    public void Attach(params IDisposable[] disposables)
    {
        foreach (var disposable in disposables) Attach(disposable);
    }

    /// <summary>Disposes what was made so far and goes on.</summary>
    public void DisposeEverything() => DisposeEverythingBut();

    public T DisposeEverythingBut<T>(T keep) where T : IDisposable
    {
        DisposeEverythingBut([keep]);
        return keep;
    }

    public void DisposeEverythingBut(params IDisposable[] keep) => DisposeEverythingBut((IEnumerable<IDisposable>)keep);

    public void DisposeEverythingBut(IEnumerable<IDisposable> inKeep)
    {
        var kept = new HashSet<object>(inKeep, ReferenceEqualityComparer.Instance);
        foreach (var tensor in Open._tensors.ToArray())
            if (!kept.Contains(tensor)) tensor.Dispose();
    }

    public void MarkAsDisposed(IDisposable disposable)
    {
        var tensor = Tensor(disposable);
        Open._tensors.Remove(tensor);
        tensor.OwningDisposeScope = null;
    }

    public void Dispose()
    {
        if (_manager is null) return;
        foreach (var tensor in _tensors) tensor.DisposeWithScope();
        _manager.StatisticsInstance.TensorStatistics.DisposedInScopeCount += _tensors.Count;
        _tensors.Clear();
        _manager.RemoveDisposeScope(this);
        _manager = null;
    }

    internal void Add(torch.Tensor tensor) => _tensors.Add(tensor);

    /// <summary>Puts another tensor in a tensor's place.</summary>
    internal static void ReplaceWith(torch.Tensor original, torch.Tensor replacement)
    {
        if (original.OwningDisposeScope is not { } scope || !scope._tensors.Remove(original)) return;
        original.OwningDisposeScope = null;
        scope.Take(replacement);
    }

    private static torch.Tensor Tensor(IDisposable disposable) =>
        disposable as torch.Tensor ?? throw new InvalidOperationException("DisposeScope can only manage Tensor or PackedSequence");

    private bool Take(torch.Tensor tensor)
    {
        if (tensor.OwningDisposeScope == this) return false;
        tensor.OwningDisposeScope?._tensors.Remove(tensor);
        _tensors.Add(tensor);
        tensor.OwningDisposeScope = this;
        return true;
    }
}
