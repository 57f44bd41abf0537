using System.Text;
using WorldGan.Datasets;
using WorldGan.Export.C;
using WorldGan.Numerics;
using WorldGan.Policies;

namespace WorldGan.Export;

/// <summary>
/// A policy as a C header for microcontrollers: its weights as constants, and a function from a state to values and an action. It is C99 with single precision only,
/// allocates nothing, and needs nothing but <c>expf</c>, and <c>sinf</c>, <c>cosf</c> and <c>remainderf</c> where there are angles.
/// </summary>
/// <example>
/// <code>
/// var (policy, provenance) = QPolicyFile.Read("runs/arm/policy.safetensors");
/// PolicyHeader.Write("policy.h", policy, provenance);
/// </code>
/// </example>
public static class PolicyHeader
{
    /// <summary>Writes the file whole or not at all. Equal policies give equal bytes.</summary>
    /// <param name="path">The file; its folder must exist.</param>
    /// <param name="policy">The policy.</param>
    /// <param name="provenance">What it was learned from, for the file's first lines.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="ArgumentException">A weight is not finite, so that it has no form in C.</exception>
    public static void Write(string path, QPolicy policy, Provenance provenance)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(provenance);
        AtomicFile.Write(path, Encoding.UTF8.GetBytes(new PolicyCode(policy).ToText(provenance)));
    }
}
