using System.Text;
using WorldGan.Datasets;
using WorldGan.Worlds;

namespace WorldGan.Export.Onnx;

/// <summary>What a file says about itself to people and programs.</summary>
internal static class OnnxWords
{
    /// <summary>The variables in their order, with units.</summary>
    public static string State(WorldSpec spec) => string.Join(", ", spec.State.Select(Describe));

    /// <summary>The actions with their numbers.</summary>
    public static string Actions(WorldSpec spec) => string.Join(", ", spec.Actions.Select((action, number) => $"{number} {action.Name}"));

    /// <summary>The metadata of our tensor files: world.json, and the log that the file was learned from.</summary>
    public static Dictionary<string, string> Metadata(WorldSpec spec, Provenance provenance)
    {
        var metadata = new Dictionary<string, string> { ["spec"] = Encoding.UTF8.GetString(WorldSpecFile.Format(spec.AsRecorded())) };
        provenance.AddTo(metadata);
        return metadata;
    }

    private static string Describe(StateVariable variable) => variable.Kind switch
    {
        VariableKind.Angle => $"{variable.Name} in rad",
        VariableKind.Category => $"{variable.Name} (0 to {variable.Categories - 1})",
        VariableKind.Flag => $"{variable.Name} (0 or 1)",
        _ => variable.Unit is null ? variable.Name : $"{variable.Name} in {variable.Unit}",
    };
}
