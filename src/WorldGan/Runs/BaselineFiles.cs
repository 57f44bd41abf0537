using WorldGan.Numerics;

namespace WorldGan.Runs;

/// <summary>What a run is compared with, learned from the same rows and kept in the run's folder.</summary>
internal sealed class BaselineFiles(RunFolder folder, RunDescription run, RunSession session)
{
    /// <summary>Reads a baseline that is there and fits, or learns it. What a stop leaves is gone on with.</summary>
    /// <param name="name">Its name, also of its file.</param>
    /// <param name="read">Reads the file; null where it holds another one than is wanted.</param>
    /// <param name="learn">Learns it.</param>
    /// <param name="write">Writes the file.</param>
    public T ReadOrLearn<T>(string name, Func<string, T?> read, Func<TrainingSession, T> learn, Action<string, T> write)
        where T : class
    {
        string path = Path.Combine(folder.Baselines, name + ".safetensors");
        T? there = Read(path, read);
        session.Progress?.Report(new StageBegan(RunStage.Baselines, there is not null, name));
        if (there is not null) return there;
        string checkpoints = Path.Combine(folder.Baselines, "checkpoints-" + name);
        T learned = learn(new TrainingSession
        {
            Threads = session.Threads,
            Cancellation = session.Cancellation,
            CheckpointFolder = checkpoints,
            StepsBetweenCheckpoints = run.Settings.StepsBetweenCheckpoints,
            Progress = new StageProgress(RunStage.Baselines, null, null, session.Progress),
        });
        write(path, learned);
        if (Directory.Exists(checkpoints)) Directory.Delete(checkpoints, recursive: true);
        return learned;
    }

    // A file of other settings, of another version or a damaged one is learned anew: nothing of it is the user's.
    private static T? Read<T>(string path, Func<string, T?> read)
        where T : class
    {
        if (!File.Exists(path)) return null;
        try
        {
            return read(path);
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }
}
