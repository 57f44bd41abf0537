namespace WorldGan.Worlds;

/// <summary>How a step leaves its episode. Every way of ending has its own target when values are learned.</summary>
public enum Ending : byte
{
    /// <summary>The episode goes on.</summary>
    None = 0,

    /// <summary>A true end: there is no future, its value is zero.</summary>
    Terminal = 1,

    /// <summary>Cut by the step limit: the future exists, its value bootstraps.</summary>
    TimeLimit = 2,

    /// <summary>The learned world no longer knows what happens: the future takes a stated pessimistic value.</summary>
    LeftSupport = 3,

    /// <summary>The step is not finite and is discarded.</summary>
    Invalid = 4,
}
