using System.Text.Json;
using WorldGan.Datasets;
using WorldGan.WorldModel;

namespace WorldGan.Runs;

/// <summary>World models to compare a run's own with, learned with the same budget.</summary>
internal sealed class WorldBaselines(RunDescription run, TransitionSet data, Provenance provenance, BaselineFiles files)
{
    private static readonly WorldModelKind[] Kinds = [WorldModelKind.Mse, WorldModelKind.Gaussian, WorldModelKind.Mixture];

    /// <summary>Reads each that is there and fits, and learns the others.</summary>
    public IReadOnlyList<(string Name, LearnedWorld World)> ReadOrLearn() =>
        [.. Kinds.Where(kind => kind != run.Settings.WorldModel.Model).Select(kind => (JsonNamingPolicy.KebabCaseLower.ConvertName(kind.ToString()), kind)).Select(named => (named.Item1, ReadOrLearn(named.Item1, named.kind)))];

    private LearnedWorld ReadOrLearn(string name, WorldModelKind kind)
    {
        WorldModelOptions options = Options(kind);
        return files.ReadOrLearn(
            name, path => Read(path, options), around => WorldModelTrainer.Train(data, options, run.Settings.Seed, around), (path, world) => LearnedWorldFile.Write(path, world, provenance));
    }

    private LearnedWorld? Read(string path, WorldModelOptions options)
    {
        (LearnedWorld world, Provenance from) = LearnedWorldFile.Read(path);
        return from == provenance && world.Options == options ? world : null;
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
