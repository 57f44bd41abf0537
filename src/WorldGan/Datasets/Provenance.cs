using System.Globalization;
using WorldGan.Numerics;

namespace WorldGan.Datasets;

/// <summary>What a learned file was made from. It holds neither times nor paths, so that equal work gives equal files.</summary>
/// <param name="DataHash">Hash of the log's values.</param>
/// <param name="Transitions">Transitions in the log.</param>
/// <param name="Seed">Seed of the training.</param>
public sealed record Provenance(string DataHash, int Transitions, ulong Seed)
{
    internal void AddTo(IDictionary<string, string> metadata)
    {
        metadata["dataHash"] = DataHash;
        metadata["transitions"] = Transitions.ToString(CultureInfo.InvariantCulture);
        metadata["seed"] = Seed.ToString(CultureInfo.InvariantCulture);
    }

    internal static Provenance Read(SafetensorsFile file, string path) =>
        int.TryParse(file.Text("transitions"), NumberStyles.None, CultureInfo.InvariantCulture, out int transitions)
        && ulong.TryParse(file.Text("seed"), NumberStyles.None, CultureInfo.InvariantCulture, out ulong seed)
            ? new Provenance(file.Text("dataHash"), transitions, seed)
            : throw new InvalidDataException($"{path}: expected whole numbers for the metadata 'transitions' and 'seed', got '{file.Text("transitions")}' and '{file.Text("seed")}'.");
}
