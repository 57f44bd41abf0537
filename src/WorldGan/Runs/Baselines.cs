using System.Text.Json;
using WorldGan.Datasets;
using WorldGan.Numerics;
using WorldGan.WorldModel;

namespace WorldGan.Runs;

/// <summary>World models to compare a run's own with, learned from the same rows with the same budget, and kept in the run's folder.</summary>
internal sealed class Baselines(RunFolder folder, RunDescription run, TransitionSet data, Provenance provenance, RunSession session)
{
    private static readonly WorldModelKind[] Kinds = [WorldModelKind.Mse, WorldModelKind.Gaussian, WorldModelKind.Mixture];

    /// <summary>Reads each that is there and fits, and learns the others. What a stop leaves is gone on with.</summary>
    public IReadOnlyList<(string Name, LearnedWorld World)> ReadOrLearn() =>
        [.. Kinds.Where(kind => kind != run.Settings.WorldModel.Model).Select(kind => (JsonNamingPolicy.KebabCaseLower.ConvertName(kind.ToString()), kind)).Select(named => (named.Item1, ReadOrLearn(named.Item1, named.kind)))];

    private LearnedWorld ReadOrLearn(string name, WorldModelKind kind)
    {
        string path = Path.Combine(folder.Baselines, name + ".safetensors");
        WorldModelOptions options = Options(kind);
        LearnedWorld? there = Read(path, options);
        session.Progress?.Report(new StageBegan(RunStage.Baselines, there is not null, name));
        if (there is not null) return there;
        string checkpoints = Path.Combine(folder.Baselines, "checkpoints-" + name);
        LearnedWorld world = WorldModelTrainer.Train(data, options, run.Settings.Seed, new TrainingSession
        {
            Threads = session.Threads,
            Cancellation = session.Cancellation,
            CheckpointFolder = checkpoints,
            StepsBetweenCheckpoints = run.Settings.StepsBetweenCheckpoints,
            Progress = new StageProgress(RunStage.Baselines, null, null, session.Progress),
        });
        LearnedWorldFile.Write(path, world, provenance);
        Directory.Delete(checkpoints, recursive: true);
        return world;
    }

    // A file of other settings, of another version or a damaged one is learned anew: nothing of it is the user's.
    private LearnedWorld? Read(string path, WorldModelOptions options)
    {
        if (!File.Exists(path)) return null;
        try
        {
            (LearnedWorld world, Provenance from) = LearnedWorldFile.Read(path);
            return from == provenance && world.Options == options ? world : null;
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    // The run's own, but for what belongs to its model.
    private WorldModelOptions Options(WorldModelKind kind) => (run.Settings.WorldModel with
    {
        Model = kind,
        Loss = null,
        CriticSteps = null,
        PenaltyWeight = null,
        WeightLimit = null,
        SamplesPerCondition = null,
        Components = null,
        AdversarialLearningRate = null,
        LatentScale = null,
        Window = null,
    }).Resolved();
}
