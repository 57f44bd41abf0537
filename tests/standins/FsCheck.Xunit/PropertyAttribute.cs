using Xunit;
using Xunit.Sdk;

namespace FsCheck.Xunit;

/// <summary>Runs the method as a law: FsCheck draws its arguments many times, and shrinks those that break it.</summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Property)]
[XunitTestCaseDiscoverer("FsCheck.Xunit.PropertyDiscoverer", "FsCheck.Xunit")]
public class PropertyAttribute : FactAttribute
{
    /// <summary>The seed to start from, "(seed,gamma)" as a failure prints it; with a third number, a size, only that one case is run.</summary>
    public string? Replay { get; set; }

    /// <summary>Number of tests run in parallel; -1 (unset) runs one after the other.</summary>
    public int Parallelism { get; set; } = -1;

    /// <summary>Number of cases that must hold; -1 (unset) means 100.</summary>
    public int MaxTest { get; set; } = -1;

    /// <summary>Number of cases that a precondition may reject; -1 (unset) means 1000.</summary>
    public int MaxRejected { get; set; } = -1;

    /// <summary>Size of the first case; -1 (unset) means 1.</summary>
    public int StartSize { get; set; } = -1;

    /// <summary>Size of the last case; -1 (unset) means 100.</summary>
    public int EndSize { get; set; } = -1;

    /// <summary>Writes every case to the test's output.</summary>
    public bool Verbose
    {
        get => VerboseOrUnset ?? false;
        set => VerboseOrUnset = value;
    }

    /// <summary>Types whose static members make generators; earlier ones win over later ones.</summary>
    public Type[] Arbitrary { get; set; } = [];

    /// <summary>Writes nothing to the test's output when the law holds.</summary>
    public bool QuietOnSuccess
    {
        get => QuietOnSuccessOrUnset ?? false;
        set => QuietOnSuccessOrUnset = value;
    }

    internal bool? VerboseOrUnset { get; private set; }

    internal bool? QuietOnSuccessOrUnset { get; private set; }
}
