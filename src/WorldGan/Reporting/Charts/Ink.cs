namespace WorldGan.Reporting.Charts;

/// <summary>What a colour stands for; the same in every chart.</summary>
internal enum Ink
{
    /// <summary>What the learned world says.</summary>
    Imagined,

    /// <summary>What was logged, or happened in the true world.</summary>
    Real,

    /// <summary>A third thing, and so on: actions, baselines, members.</summary>
    Third,

    /// <summary>A fourth thing.</summary>
    Fourth,

    /// <summary>A fifth thing.</summary>
    Fifth,

    /// <summary>What things are compared with: a diagonal, a limit.</summary>
    Rule,
}
