using WorldGan.Numerics;
using WorldGan.WorldModel;

namespace WorldGan.Torch.Training;

/// <summary>The state of all members after a whole stage, in one file, so that they stand at the same step.</summary>
internal sealed class StageCheckpoint(WorldMemberRun[] runs, string? folder)
{
    private readonly string? _path = folder is null ? null : Path.Combine(folder, "world-torch.safetensors");

    /// <summary>Goes back to it, where there is one.</summary>
    public void Restore()
    {
        if (_path is null || !File.Exists(_path)) return;
        var checkpoint = Checkpoint.Open(_path);
        for (int m = 0; m < runs.Length; m++) runs[m].Restore(checkpoint.Under($"{m}."));
    }

    /// <summary>Writes it, replacing that of the stage before.</summary>
    public void Write()
    {
        if (_path is not null) Checkpoint.Write(_path, runs.SelectMany((run, m) => run.State.Select(s => ($"{m}.{s.Name}", s.Values))));
    }
}
