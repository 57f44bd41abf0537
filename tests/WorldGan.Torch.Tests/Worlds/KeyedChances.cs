using WorldGan.Numerics;
using WorldGan.Tests.Export;
using WorldGan.Torch.Rollouts;
using WorldGan.Torch.Worlds;
using WorldGan.WorldModel;
using WorldGan.Worlds;
using static TorchSharp.torch;
using Tensor = TorchSharp.torch.Tensor;

namespace WorldGan.Torch.Tests.Worlds;

/// <summary>What the CPU engine draws for rows, where they stand on a device: so that both can be given the same.</summary>
internal static class KeyedChances
{
    public static StepChances Of(LearnedWorld world, RowPlaces places, RowKey[] keys)
    {
        WorldModelLayout layout = world.Layout;
        int normals = !layout.HasNoise ? 0 : layout.Options.Model == WorldModelKind.Gan ? layout.Options.LatentSize : layout.Outcomes;
        bool hasComponent = layout is { HasNoise: true, Options.Model: WorldModelKind.Mixture };
        RowKey[] placed = [.. places.Rows.Select(row => keys[row])];
        int width = normals + (hasComponent ? 1 : 0) + layout.Classes.Count;
        Tensor noise = tensor(KeyedNoise.Of(world, placed), [world.MemberCount, places.PerMember, width]);
        float[] terminals = [.. placed.Select(key => (float)new RandomStream(key.Seed, RandomPurpose.Chance, key.Trajectory, key.Step).NextDouble())];
        return new StepChances(
            normals > 0 ? noise.narrow(-1, 0, normals) : null,
            hasComponent ? noise.select(-1, normals) : null,
            [.. Enumerable.Range(0, layout.Classes.Count).Select(k => noise.select(-1, width - layout.Classes.Count + k))],
            layout.LearnsTerminal ? tensor(terminals, [world.MemberCount, places.PerMember]) : null);
    }
}
