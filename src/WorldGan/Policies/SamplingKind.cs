namespace WorldGan.Policies;

/// <summary>Which of the remembered transitions are learned from.</summary>
public enum SamplingKind
{
    /// <summary>All alike.</summary>
    Uniform,

    /// <summary>Those more often that surprised when they were learned from last, with less weight each (arXiv:1511.05952).</summary>
    Prioritised,
}
