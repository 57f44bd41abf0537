using System.Text.Json;
using WorldGan.Service.Hosting;
using WorldGan.Service.Registry;

namespace WorldGan.Service.Acting;

/// <summary>A world that answers, with the version that is published now.</summary>
internal sealed class ActingWorld(HostedWorld hosted, IVersionRegistry registry, int openVersions)
{
    private readonly SemaphoreSlim _loading = new(1);
    private readonly List<LoadedVersion> _others = [];     // the last asked for stands last
    private volatile LoadedVersion? _current;
    private volatile string? _fault;

    /// <summary>The world.</summary>
    public HostedWorld Hosted => hosted;

    /// <summary>What to do beyond the support.</summary>
    public ActingSettings Settings { get; } = ActingSettings.Read(hosted.Folder.Acting, hosted.Spec);

    /// <summary>The action to take there; null where the policy's is taken.</summary>
    public int? Fallback => field ??= Settings.FallbackIn(hosted.Spec, hosted.Folder.Acting);

    /// <summary>[A] names of the actions, as they stand in answers.</summary>
    public JsonEncodedText[] ActionNames { get; } = [.. hosted.Spec.Actions.Select(action => JsonEncodedText.Encode(action.Name))];

    /// <summary>The version that is published; null before the first one.</summary>
    public LoadedVersion? Current => _current;

    /// <summary>Why the published version could not be found out or loaded when it was last looked for; null where it could. The one before goes on.</summary>
    public string? Fault => _fault;

    /// <summary>The version that is published.</summary>
    /// <exception cref="ProblemException">There is none yet (409).</exception>
    public LoadedVersion Required => _current ?? throw new ProblemException(409, $"World '{hosted.Name}': expected a published version, got none yet.");

    /// <summary>Takes the published version into memory where it is another one than the one that answers. Questions go on meanwhile.</summary>
    /// <returns>The version that answers from now on; null where it did before.</returns>
    public async Task<LoadedVersion?> RefreshAsync(CancellationToken cancellation)
    {
        await _loading.WaitAsync(cancellation);
        try
        {
            int? published = (await registry.ListAsync(hosted.Name, cancellation)).Published.Current();
            LoadedVersion? taken = published is { } number && number != _current?.Number ? await LoadAsync(number, cancellation) : null;
            _current = taken ?? _current;
            _fault = null;
            return taken;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            _fault = e.Message;
            throw;
        }
        finally
        {
            _loading.Release();
        }
    }

    /// <summary>A version by its number, or the published one.</summary>
    /// <exception cref="ProblemException">There is no such version (404), or none is published (409).</exception>
    public ValueTask<LoadedVersion> OpenAsync(int? number, CancellationToken cancellation) => number is { } known ? OpenAsync(known, cancellation) : ValueTask.FromResult(Required);

    /// <summary>A version by its number.</summary>
    /// <exception cref="ProblemException">There is no such version (404).</exception>
    public async ValueTask<LoadedVersion> OpenAsync(int number, CancellationToken cancellation)
    {
        if (_current is { } current && current.Number == number) return current;
        await _loading.WaitAsync(cancellation);
        try
        {
            LoadedVersion version = _others.Find(one => one.Number == number) ?? await LoadAsync(number, cancellation);
            _others.Remove(version);
            _others.Add(version);
            if (_others.Count > openVersions) _others.RemoveAt(0);
            return version;
        }
        catch (InvalidDataException e)
        {
            throw new ProblemException(503, $"World '{hosted.Name}': version {number} cannot be opened: {e.Message}", e);
        }
        finally
        {
            _loading.Release();
        }
    }

    private async Task<LoadedVersion> LoadAsync(int number, CancellationToken cancellation) =>
        await registry.OpenAsync(hosted.Name, number, cancellation) is { } folder ? LoadedVersion.Read(folder, number)
            : throw new ProblemException(404, $"World '{hosted.Name}': expected one of its versions, got {number}. GET /v1/worlds/{hosted.Name}/versions lists them.");
}
