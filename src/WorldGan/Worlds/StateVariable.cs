using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace WorldGan.Worlds;

/// <summary>One variable of the state.</summary>
/// <param name="Name">Name, unique within the world; also the column's name in a log.</param>
/// <param name="Kind">How its numbers are to be read.</param>
public sealed record StateVariable(string Name, VariableKind Kind = VariableKind.Real)
{
    /// <summary>Unit for people, such as m or rad/s.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Unit { get; init; }

    /// <summary>Number of categories for <see cref="VariableKind.Category"/> (values 0 to Categories - 1), otherwise 0.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Categories { get; init; }

    /// <summary>Lowest possible value of a <see cref="VariableKind.Real"/>, where known.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Low { get; init; }

    /// <summary>Highest possible value of a <see cref="VariableKind.Real"/>, where known.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? High { get; init; }

    /// <summary>Rows of pixels of a <see cref="VariableKind.Image"/>, otherwise 0.</summary>
    [Range(1, 1024), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Height { get; init; }

    /// <summary>Pixels of a row of a <see cref="VariableKind.Image"/>, otherwise 0.</summary>
    [Range(1, 1024), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Width { get; init; }

    /// <summary>Numbers of a pixel of a <see cref="VariableKind.Image"/>, such as 1 for grey and 3 for red, green and blue; otherwise 0.</summary>
    [Range(1, 4), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Channels { get; init; }

    /// <summary>How many numbers of a state are its own: 1, or those of all pixels of an image.</summary>
    internal int Numbers => Kind == VariableKind.Image ? Height * Width * Channels : 1;

    /// <summary>Number of values of a category or flag, otherwise 0.</summary>
    internal int Classes => Kind switch
    {
        VariableKind.Category => Categories,
        VariableKind.Flag => 2,
        _ => 0,
    };

    /// <summary>How many steps before the present one its value is from; 0 for all that a world.json names.</summary>
    internal int StepsBack { get; init; }
}

/// <summary>How the numbers of a state variable are to be read.</summary>
public enum VariableKind
{
    /// <summary>A real number.</summary>
    Real,

    /// <summary>An angle in radians that wraps at ±π.</summary>
    Angle,

    /// <summary>A whole number from 0 to the count of categories minus 1, without order.</summary>
    Category,

    /// <summary>0 or 1.</summary>
    Flag,

    /// <summary>An image: height times width pixels of some channels each, row by row, whole numbers from 0 to 255.</summary>
    Image,
}
