using System.ComponentModel.DataAnnotations;

namespace WorldGan.Service.Hosting;

/// <summary>An option that is an address, with one of some schemes and a host; or null.</summary>
/// <param name="example">What one looks like, for the message.</param>
/// <param name="schemes">The schemes.</param>
[AttributeUsage(AttributeTargets.Property)]
internal class AddressAttribute(string example, params string[] schemes) : ValidationAttribute($"expected an address such as {example}.")
{
    /// <inheritdoc/>
    public override bool IsValid(object? value) => value is null || (value is string text && Uri.TryCreate(text, UriKind.Absolute, out Uri? address) && schemes.Contains(address.Scheme) && address.Host.Length > 0);
}
