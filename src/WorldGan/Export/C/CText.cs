using System.Globalization;
using System.Text;
using WorldGan.Numerics;

namespace WorldGan.Export.C;

/// <summary>Pieces of C.</summary>
internal static class CText
{
    private const int NumbersOfLine = 8;

    /// <summary>A number that is read back bit for bit.</summary>
    /// <exception cref="ArgumentException">It is not finite.</exception>
    public static string Number(float value)
    {
        if (!float.IsFinite(value)) throw new ArgumentException($"Expected a policy of finite numbers, got {value.ToString(CultureInfo.InvariantCulture)} among them.");
        string text = value.ToString("R", CultureInfo.InvariantCulture);
        return text.AsSpan().IndexOfAny('.', 'E') < 0 ? text + ".0f" : text + "f";
    }

    /// <summary>Numbers as the content of an array.</summary>
    public static string Numbers(IEnumerable<float> values) => string.Join(",\n", values.Chunk(NumbersOfLine).Select(line => "    " + string.Join(", ", line.Select(Number))));

    /// <summary>A name from a world.json within a comment: nothing in it ends the comment, or means something to the preprocessor.</summary>
    public static string Comment(string text)
    {
        var safe = new StringBuilder(text.Length);
        foreach (char c in text) safe.Append(c switch { '*' => '·', '\\' => '/', '?' => '.', _ when char.IsControl(c) => ' ', _ => c });
        return safe.ToString();
    }

    /// <summary>The parameters of a network: layer after layer the weights [out, in], then the bias [out].</summary>
    public static IEnumerable<float> Parameters(Mlp<float> net)
    {
        for (int layer = 0; layer < net.Shape.Layers; layer++)
        {
            int inputs = net.Shape.LayerInputs(layer), outputs = net.Shape.LayerOutputs(layer);
            for (int o = 0; o < outputs; o++)
                for (int i = 0; i < inputs; i++) yield return net.Weights(layer)[net.WeightIndex(layer, o, i)];
            for (int o = 0; o < outputs; o++) yield return net.Bias(layer)[o];
        }
    }
}
