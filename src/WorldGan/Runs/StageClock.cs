using WorldGan.Worlds.Json;

namespace WorldGan.Runs;

/// <summary>Adds up how long stages take, over stops and resumes; what a crash loses is a few seconds of the count. Without a clock it counts nothing.</summary>
internal sealed class StageClock
{
    private static readonly TimeSpan BetweenSaves = TimeSpan.FromSeconds(5);

    private readonly RunFolder _folder;
    private readonly TimeProvider? _time;
    private long _countedTo, _savedAt;

    public StageClock(RunFolder folder, TimeProvider? time)
    {
        (_folder, _time) = (folder, time);
        Seconds = File.Exists(FilePath) ? SettingsFile.Read<RunSeconds>(FilePath) : RunScoresFile.ReadSeconds(folder.Scores);
    }

    /// <summary>Seconds of each stage so far.</summary>
    public RunSeconds Seconds { get; private set; }

    private string FilePath => Path.Combine(_folder.Checkpoints, "seconds.json");

    /// <summary>Begins to count for a stage that is done anew.</summary>
    public void Restart(RunStage stage)
    {
        Seconds = Seconds.With(stage, null);
        Save();
    }

    /// <summary>Begins to count, on top of what earlier attempts took.</summary>
    public void Start() => _countedTo = _savedAt = _time?.GetTimestamp() ?? 0;

    /// <summary>Counts the time since the last call and saves it now and then.</summary>
    public void Count(RunStage stage)
    {
        Add(stage);
        if (_time?.GetElapsedTime(_savedAt) >= BetweenSaves) Save();
    }

    /// <summary>Counts the time since the last call and saves it.</summary>
    public void Stop(RunStage stage)
    {
        Add(stage);
        Save();
    }

    private void Add(RunStage stage)
    {
        if (_time is null) return;
        long now = _time.GetTimestamp();
        Seconds = Seconds.With(stage, (Seconds.Of(stage) ?? 0) + _time.GetElapsedTime(_countedTo, now).TotalSeconds);
        _countedTo = now;
    }

    private void Save()
    {
        Directory.CreateDirectory(_folder.Checkpoints);
        SettingsFile.Write(FilePath, Seconds);
        _savedAt = _countedTo;
    }
}
