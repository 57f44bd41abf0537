using WorldGan.Notebooks.Files;

namespace WorldGan.Notebooks.Running;

/// <summary>What cells can call without naming a type; public, since the cells' own assemblies call it.</summary>
public sealed class CellGlobals
{
    internal CellGlobals()
    {
    }

    internal CellOutputs Outputs { get; set; } = new();

    /// <summary>Shows a thing in the middle of a cell, under the name that .NET Interactive gives to it.</summary>
    public void display(object value)
    {
        ArgumentNullException.ThrowIfNull(value);
        Outputs.Add(new DataOutput(MimeForms.Of(value), IsResult: false));
    }
}
