namespace WorldGan.Numerics;

/// <summary>The training of one ensemble member, a step at a time.</summary>
internal interface IMemberRun
{
    /// <summary>Name of the present stage.</summary>
    string Stage { get; }

    /// <summary>Nothing is left to do.</summary>
    bool IsDone { get; }

    /// <summary>Steps done.</summary>
    int StepsDone { get; }

    /// <summary>Steps to do in all.</summary>
    int Steps { get; }

    /// <summary>Everything that must be saved to go on with the same bits.</summary>
    IEnumerable<(string Name, Array Values)> State { get; }

    /// <summary>One step; returns its losses by name, in a list that the next step may overwrite.</summary>
    IReadOnlyList<(string Name, double Value)> Step();

    /// <summary>What is too slow to measure at every step; called with each report, returns nothing where it is not due.</summary>
    Measurement Measure();

    /// <summary>Goes back to a saved state.</summary>
    void Restore(Checkpoint checkpoint);

    /// <summary>The same training from its beginning, with all learning rates times a factor, to be restored to a state; null where it has only one rate.</summary>
    IMemberRun? AtRate(double factor) => null;
}
