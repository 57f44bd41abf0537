namespace WorldGan.Runs;

/// <summary>How deeply a learned world is looked at when a run is scored.</summary>
public enum StudyScope
{
    /// <summary>The errors that every run reports.</summary>
    None,

    /// <summary>Also beside the true world, where there is one.</summary>
    World,

    /// <summary>Also beside baselines, which are learned first where they are not there.</summary>
    WorldAndBaselines,
}
