using System.ComponentModel.DataAnnotations;

namespace WorldGan.Service.Security;

/// <summary>keys.json: the keys that are accepted. It holds no key, only their hashes.</summary>
internal sealed record KeyFile : IValidatableObject
{
    /// <summary>The keys.</summary>
    public IReadOnlyList<KeyEntry> Keys { get; init; } = [];

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) =>
        Keys.GroupBy(key => key.Name).Where(group => group.Count() > 1).Select(group => new ValidationResult($"expected one key of each name, got {group.Count()} called '{group.Key}'.", [nameof(Keys)]));
}

/// <summary>One key.</summary>
internal sealed record KeyEntry
{
    /// <summary>Who has it; stands in logs and is what its rate is counted by.</summary>
    [RegularExpression("[a-z0-9-]{1,64}", ErrorMessage = "expected 1 to 64 of the characters a-z, 0-9 and '-'.")]
    public required string Name { get; init; }

    /// <summary>What it may do: read, ingest or operate.</summary>
    [RegularExpression("read|ingest|operate", ErrorMessage = "expected read, ingest or operate.")]
    public required string Role { get; init; }

    /// <summary>SHA-256 of the key, in hexadecimal. A key has 256 random bits, so no slower hash is needed.</summary>
    [RegularExpression("[0-9a-f]{64}", ErrorMessage = "expected 64 of the digits 0-9 and a-f.")]
    public required string Sha256 { get; init; }
}
