using WorldGan.Logs;
using WorldGan.Runs;
using WorldGan.Service.Ingest;

namespace WorldGan.Service.Tests;

/// <summary>A hosted world whose log is a list of files, and which can be made to fail.</summary>
internal sealed class FakeWorld : IWorldLog, IWorldCatalogue
{
    private readonly List<string> _segments = [];
    private readonly DataFolder _data;

    public FakeWorld(DataFolder data, RunSettings? settings = null, string name = "arm")
    {
        _data = data;
        Assert.True(WorldName.TryParse(name, out WorldName world));
        Hosted = new HostedWorld(world, data.World(world), ArmWorld.Spec, settings ?? ArmWorld.Settings, this);
        Directory.CreateDirectory(Hosted.Folder.Log);
        Directory.CreateDirectory(Hosted.Folder.Jobs);
    }

    public event Action<HostedWorld>? Added
    {
        add { }
        remove { }
    }

    public HostedWorld Hosted { get; }

    public long AcceptedSteps { get; set; }

    /// <summary>Thrown where the log is to be sealed.</summary>
    public Exception? SealFault { get; set; }

    public IReadOnlyList<HostedWorld> All => [Hosted];

    public HostedWorld? Find(WorldName name) => name == Hosted.Name ? Hosted : null;

    /// <summary>Writes a segment of whole episodes.</summary>
    public FakeWorld Accept(int first, int episodes)
    {
        string path = Path.Combine(Hosted.Folder.Log, $"{_segments.Count + 1:D8}.wglog");
        AcceptedSteps += LogFile.Write(path, ArmWorld.Spec, Enumerable.Range(first, episodes).Select(ArmWorld.Play), overwrite: true).Steps;
        _segments.Add(path);
        return this;
    }

    /// <summary>The same world after a restart.</summary>
    public FakeWorld Restarted()
    {
        var world = new FakeWorld(_data, Hosted.Settings, Hosted.Name.Value) { AcceptedSteps = AcceptedSteps };
        world._segments.AddRange(_segments);
        return world;
    }

    public string? Fault { get; set; }

    /// <summary>How often the log was to try whether it can be written again.</summary>
    public int Recoveries { get; private set; }

    public Task<Receipt> AppendAsync(IReadOnlyList<Episode> pieces, Gaps gaps) => throw new NotSupportedException();

    public Task RecoverAsync()
    {
        Recoveries++;
        return Task.CompletedTask;
    }

    public Task WaitUntilAsync(long acceptedSteps, CancellationToken cancellation) => throw new NotSupportedException();

    public Task<IReadOnlyList<string>> SealAsync(CancellationToken cancellation) => SealFault is null ? Task.FromResult<IReadOnlyList<string>>(_segments) : Task.FromException<IReadOnlyList<string>>(SealFault);
}
