using WorldGan.Numerics;
using WorldGan.WorldModel;
using WorldGan.Worlds;

namespace WorldGan.Tests.Export;

/// <summary>The numbers that our engine draws for a row, as an exported world wants them: so that both can be given the same.</summary>
internal static class KeyedNoise
{
    /// <summary>[rows, N] normals, then the uniform number of the component, then those of the classes.</summary>
    public static float[] Of(LearnedWorld world, RowKey[] keys)
    {
        WorldModelLayout layout = world.Layout;
        int normals = !layout.HasNoise ? 0 : layout.Options.Model == WorldModelKind.Gan ? layout.Options.LatentSize : layout.Outcomes;
        bool hasComponent = layout.HasNoise && layout.Options.Model == WorldModelKind.Mixture;
        var drawn = new Normals(RandomPurpose.Latent, keys.Length, (normals + 1) / 2 * 2);
        for (int row = 0; row < keys.Length; row++) drawn.SetKey(row, keys[row].Seed, keys[row].Trajectory, keys[row].Step);
        drawn.Draw(keys.Length);
        var ofRow = new float[(normals + 1) / 2 * 2];
        var noise = new List<float>();
        for (int row = 0; row < keys.Length; row++)
        {
            drawn.Write(row, ofRow);
            noise.AddRange(ofRow[..normals]);
            if (hasComponent) noise.Add((float)Stream(keys[row], RandomPurpose.Component).NextDouble());
            RandomStream chances = Stream(keys[row], RandomPurpose.Chance);
            _ = chances.NextDouble();                      // the terminal's
            for (int k = 0; k < layout.Classes.Count; k++) noise.Add(chances.NextSingle());
        }

        return [.. noise];
    }

    private static RandomStream Stream(RowKey key, RandomPurpose purpose) => new(key.Seed, purpose, key.Trajectory, key.Step);
}
