using WorldGan.Service.Registry;

namespace WorldGan.Service.Tests.Training;

/// <summary>Does what another registry does.</summary>
internal abstract class PassingRegistry(IVersionRegistry registry) : IVersionRegistry
{
    public event Action<WorldName>? Published
    {
        add { }
        remove { }
    }

    public virtual Task<VersionDescription> AddAsync(WorldName world, VersionDescription description, VersionFolder content, CancellationToken cancellation) => registry.AddAsync(world, description, content, cancellation);

    public virtual Task<VersionList> ListAsync(WorldName world, CancellationToken cancellation) => registry.ListAsync(world, cancellation);

    public Task<VersionFolder?> OpenAsync(WorldName world, int number, CancellationToken cancellation) => registry.OpenAsync(world, number, cancellation);

    public Task<byte[]?> ScoresAsync(WorldName world, int number, CancellationToken cancellation) => registry.ScoresAsync(world, number, cancellation);

    public Task PruneAsync(WorldName world, CancellationToken cancellation) => registry.PruneAsync(world, cancellation);

    public virtual Task<bool> PublishAsync(WorldName world, Publication publication, int? instead, CancellationToken cancellation) => registry.PublishAsync(world, publication, instead, cancellation);

    public Task<bool> RollBackAsync(WorldName world, int current, CancellationToken cancellation) => registry.RollBackAsync(world, current, cancellation);
}

/// <summary>Finds the disk full the first time that a version is added.</summary>
internal sealed class FullRegistry(IVersionRegistry registry, SmallDisk disk) : PassingRegistry(registry)
{
    private bool _wasFull;

    public override Task<VersionDescription> AddAsync(WorldName world, VersionDescription description, VersionFolder content, CancellationToken cancellation)
    {
        if (!_wasFull) disk.Fill();
        _wasFull = true;
        return base.AddAsync(world, description, content, cancellation);
    }
}

/// <summary>Says that another version was published whenever one is to be.</summary>
internal sealed class OvertakenRegistry(IVersionRegistry registry) : PassingRegistry(registry)
{
    public override Task<bool> PublishAsync(WorldName world, Publication publication, int? instead, CancellationToken cancellation) => base.PublishAsync(world, publication, instead: 99, cancellation);
}
