using System.Globalization;
using System.Text.Json;
using WorldGan.Datasets;
using WorldGan.Numerics;
using WorldGan.Policies;
using WorldGan.WorldModel;

namespace WorldGan.Tests.Export;

/// <summary>What the README of exports says about tensors is enough to use them without us.</summary>
public sealed class TensorsElsewhereTests : IDisposable
{
    /// <summary>The published format, and nothing else.</summary>
    private const string Load = """
        import json, math, struct, sys
        raw = open(sys.argv[1], 'rb').read()
        n = struct.unpack('<Q', raw[:8])[0]
        header, data = json.loads(raw[8:8 + n]), raw[8 + n:]
        about = header.pop('__metadata__')
        def numbers(t):
            begin, end = t['data_offsets']
            return list(struct.unpack('<%d%s' % ((end - begin) // 4, {'F32': 'f', 'I32': 'i'}[t['dtype']]), data[begin:end]))
        tensors = {name: numbers(t) for name, t in header.items()}

        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SkippableFact]
    public void Python_computes_a_policys_values_from_its_file()
    {
        TransitionSet data = ExportedWorlds.Record("linear", 1);
        QPolicy policy = ExportedPolicies.Random(data, ValueKind.DoubleQ, NetworkKind.Dueling, filters: false, seed: 1);
        QPolicyFile.Write(_folder.File("policy.safetensors"), policy, ExportedWorlds.Provenance);
        const string Script = Load + """
            state = [0.3, -0.2]
            spec, options = json.loads(about['spec']), json.loads(about['options'])
            low, high = tensors['normalizer.reward'][:2]
            unit = max(-min(low, 0), max(high, 0)) / (1 - spec['discount']) / 10
            x = [(s - m) / d for s, m, d in zip(state, tensors['normalizer.mean'], tensors['normalizer.standard_deviation'])]
            def layer(name, x):
                outputs, inputs = header[name + '.weight']['shape']
                return [tensors[name + '.bias'][o] + sum(tensors[name + '.weight'][o * inputs + i] * x[i] for i in range(inputs)) for o in range(outputs)]
            def network(name, x):
                for l in (0, 1): x = [y / (1 + math.exp(-y)) for y in layer('%s.%d' % (name, l), x)]
                return layer(name + '.2', x)
            values = [0] * len(spec['actions'])
            for i in range(options['members']):
                v, *a = network('%d.q' % i, x)
                for k in range(len(a)): values[k] += unit * (v + a[k] - sum(a) / len(a)) / options['members']
            print(*values)
            """;
        double[] got = [.. Python.Run(Script, [], _folder.File("policy.safetensors")).Split(' ').Select(value => double.Parse(value, CultureInfo.InvariantCulture))];
        var expected = new float[2];
        policy.Values([0.3f, -0.2f], expected);
        for (int a = 0; a < 2; a++) Assert.Equal(expected[a], got[a], 1e-5 * policy.Target.Scale);
    }

    [SkippableFact]
    public void Python_reads_every_tensor_of_a_world_as_it_is()
    {
        LearnedWorld world = ExportedWorlds.Random("joint", WorldModelKind.Gan, history: 1, seed: 2);
        LearnedWorldFile.Write(_folder.File("world.safetensors"), world, ExportedWorlds.Provenance);
        Dictionary<string, float[]> got = JsonSerializer.Deserialize<Dictionary<string, float[]>>(Python.Run(Load + "print(json.dumps(tensors))", [], _folder.File("world.safetensors")))!;
        Assert.Equal(world.StartStates, got["starts"]);
        Assert.Equal(world.Normalizer.ChangeScale, got["normalizer.change_scale"]);
        for (int i = 0; i < world.MemberCount; i++)
        {
            foreach ((string name, float[] values) in world.Members[i].Vectors) Assert.Equal(values, got[$"{i}.{name}"]);
            foreach ((string name, Mlp<float> net) in world.Members[i].Networks)
                for (int layer = 0; layer < net.Shape.Layers; layer++)
                {
                    (int inputs, int outputs) = (net.Shape.LayerInputs(layer), net.Shape.LayerOutputs(layer));
                    Assert.Equal(net.Bias(layer)[..outputs].ToArray(), got[$"{i}.{name}.{layer}.bias"]);
                    for (int o = 0; o < outputs; o++)
                        for (int j = 0; j < inputs; j++) Assert.Equal(net.Weights(layer)[net.WeightIndex(layer, o, j)], got[$"{i}.{name}.{layer}.weight"][o * inputs + j]);
                }
        }
    }
}
