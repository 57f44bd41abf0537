namespace WorldGan.Service.Tests;

/// <summary>One service with one published version, for all tests of a class that only ask.</summary>
public sealed class PublishedArm : IAsyncLifetime, IDisposable
{
    private readonly TrainedArm _trained = new();
    private ServedArm? _arm;

    internal RunningService Service => _arm!.Service;

    public async Task InitializeAsync()
    {
        _arm = await ServedArm.StartAsync();
        await _arm.PublishAsync(_trained.Run, "a");
    }

    public async Task DisposeAsync() => await _arm!.DisposeAsync();

    public void Dispose() => _trained.Dispose();
}
