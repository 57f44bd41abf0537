using System.Text;

namespace WorldGan.Reporting.Charts;

/// <summary>Something drawn over the axes of a <see cref="Panel"/>.</summary>
/// <param name="Ink">Its colour.</param>
internal abstract record Layer(Ink Ink)
{
    /// <summary>Numbers that the horizontal axis must hold.</summary>
    public abstract IEnumerable<double> Across { get; }

    /// <summary>Numbers that the vertical axis must hold.</summary>
    public abstract IEnumerable<double> Up { get; }

    /// <summary>The class of its shapes, in the picture's style.</summary>
    protected string Class => $"ink{(int)Ink}";

    /// <summary>Draws it.</summary>
    public abstract void Draw(StringBuilder svg, Axis x, Axis y);
}
