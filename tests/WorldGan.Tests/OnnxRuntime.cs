using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using WorldGan.Tests.House;

namespace WorldGan.Tests;

/// <summary>Microsoft's onnxruntime under Node.js on this machine, for tests that other software computes what we compute.</summary>
internal static class OnnxRuntime
{
    private static readonly string Folder = Repository.PathOf("tests/onnxruntime");
    private static readonly Lock Turn = new();
    private static readonly Lazy<(Process? Node, string WhyNot)> Started = new(Start);

    /// <summary>Runs a model; skips the test where there is no onnxruntime.</summary>
    /// <param name="path">The model.</param>
    /// <param name="inputs">What goes in by name: shape, and numbers of single precision or whole ones.</param>
    /// <returns>What comes out by name.</returns>
    /// <exception cref="InvalidOperationException">It could not be run; the message is onnxruntime's own.</exception>
    public static Dictionary<string, OnnxTensor> Run(string path, params (string Name, OnnxTensor Tensor)[] inputs)
    {
        (Process? node, string whyNot) = Started.Value;
        Skip.If(node is null, whyNot);
        var request = new JsonObject
        {
            ["model"] = path,
            ["inputs"] = new JsonObject(inputs.Select(input => KeyValuePair.Create(input.Name, (JsonNode?)input.Tensor.ToJson()))),
        };
        string? answer;
        lock (Turn)
        {
            node!.StandardInput.WriteLine(request.ToJsonString());
            node.StandardInput.Flush();
            answer = node.StandardOutput.ReadLine();
        }

        JsonNode json = JsonNode.Parse(answer ?? throw new InvalidOperationException("Node.js ended."))!;
        if (json["error"] is { } error) throw new InvalidOperationException($"{error}");
        return json["outputs"]!.AsObject().ToDictionary(output => output.Key, output => OnnxTensor.FromJson(output.Value!));
    }

    // The process ends when its input does, which is when the tests end.
    private static (Process? Node, string WhyNot) Start()
    {
        if (!Directory.Exists(Path.Combine(Folder, "node_modules"))) return (null, "onnxruntime is not installed: npm ci --ignore-scripts --prefix tests/onnxruntime");
        try
        {
            return (Process.Start(new ProcessStartInfo("node", ["run.js"]) { WorkingDirectory = Folder, RedirectStandardInput = true, RedirectStandardOutput = true })!, "");
        }
        catch (System.ComponentModel.Win32Exception)                // there is no such program
        {
            return (null, "There is no node on this machine.");
        }
    }
}

/// <summary>Numbers that go into a model or come out of it.</summary>
/// <param name="Type">As onnxruntime calls it: float32, int64 or bool.</param>
/// <param name="Shape">Its shape.</param>
/// <param name="Bytes">Its numbers, little-endian.</param>
internal sealed record OnnxTensor(string Type, int[] Shape, byte[] Bytes)
{
    public float[] Floats => MemoryMarshal.Cast<byte, float>(Bytes).ToArray();

    public long[] Wholes => MemoryMarshal.Cast<byte, long>(Bytes).ToArray();

    public bool[] Truths => [.. Bytes.Select(value => value != 0)];

    public static OnnxTensor Of(float[] values, params int[] shape) => new("float32", shape, MemoryMarshal.AsBytes(values.AsSpan()).ToArray());

    /// <summary>[B] indices.</summary>
    public static OnnxTensor Of(IEnumerable<int> values)
    {
        long[] wholes = [.. values.Select(value => (long)value)];
        return new("int64", [wholes.Length], MemoryMarshal.AsBytes(wholes.AsSpan()).ToArray());
    }

    public static OnnxTensor FromJson(JsonNode json) =>
        new((string)json["type"]!, json["dims"].Deserialize<int[]>()!, Convert.FromBase64String((string)json["data"]!));

    public JsonObject ToJson() => new() { ["type"] = Type, ["dims"] = JsonSerializer.SerializeToNode(Shape), ["data"] = Convert.ToBase64String(Bytes) };
}
