namespace TorchSharp;

/// <summary>The scopes of one thread.</summary>
internal class DisposeScopeManager
{
    [ThreadStatic]
    private static DisposeScopeManager? _ofThread;

    public static ThreadDisposeScopeStatistics Statistics => ThreadSingleton.StatisticsInstance;

    internal static DisposeScopeManager ThreadSingleton => _ofThread ??= new DisposeScopeManager();

    internal ThreadDisposeScopeStatistics StatisticsInstance { get; } = new();

    internal DisposeScope? CurrentDisposeScope { get; private set; }

    internal DisposeScope NewDisposeScope() => CurrentDisposeScope = new DisposeScope(this);

    internal DisposeScope? Register(torch.Tensor tensor)
    {
        var statistics = StatisticsInstance.TensorStatistics;
        if (CurrentDisposeScope is null) statistics.CreatedOutsideScopeCount++;
        else statistics.CreatedInScopeCount++;
        CurrentDisposeScope?.Add(tensor);
        return CurrentDisposeScope;
    }

    internal void RemoveDisposeScope(DisposeScope removed)
    {
        if (CurrentDisposeScope == removed) CurrentDisposeScope = removed.OuterScope;
        for (var scope = CurrentDisposeScope; scope is not null; scope = scope.OuterScope)
            if (scope.OuterScope == removed) scope.OuterScope = removed.OuterScope;
    }
}
