namespace WorldGan.Policies.Sources;

/// <summary>Transitions to learn from, and how they are drawn.</summary>
internal interface ITransitions
{
    /// <summary>Transitions held.</summary>
    int Count { get; }

    /// <summary>Chooses among them.</summary>
    ISampler Sampler { get; }

    /// <summary>[S] the state before.</summary>
    ReadOnlySpan<float> StateAt(int index);

    /// <summary>[S] the state after.</summary>
    ReadOnlySpan<float> NextStateAt(int index);

    /// <summary>What lies between.</summary>
    LearnedStep StepAt(int index);
}
