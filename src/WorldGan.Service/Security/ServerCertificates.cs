using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using WorldGan.Service.Hosting;

namespace WorldGan.Service.Security;

/// <summary>Certificates in Kestrel's settings. They are opened once before anything starts, since Kestrel itself names neither the key nor the file of what is wrong.</summary>
internal static class ServerCertificates
{
    private const string Default = "Kestrel:Certificates:Default", Endpoints = "Kestrel:Endpoints", Certificate = "Certificate", ServerNames = "Sni";
    private const string PathKey = "Path", KeyPathKey = "KeyPath", PasswordKey = "Password", SubjectKey = "Subject";

    private static readonly string[] Known = [PathKey, KeyPathKey, PasswordKey, SubjectKey, "Store", "Location", "AllowInvalid"];

    /// <summary>Checks the certificates of a configuration.</summary>
    /// <param name="configuration">Kestrel's settings, and the addresses where they name none.</param>
    /// <param name="root">The folder that paths in it begin in.</param>
    /// <exception cref="ArgumentException">Some cannot be opened, or an address with TLS has none; the message has a line for each.</exception>
    public static void Expect(IConfiguration configuration, string root) => AllFaults.Expect(Checks(configuration, root));

    private static IEnumerable<Action> Checks(IConfiguration configuration, string root)
    {
        IConfigurationSection standard = configuration.GetSection(Default);
        if (standard.Exists()) yield return () => ExpectUsable(standard, root);
        IConfigurationSection[] endpoints = [.. configuration.GetSection(Endpoints).GetChildren()];
        foreach (IConfigurationSection endpoint in endpoints)
        {
            IConfigurationSection own = endpoint.GetSection(Certificate);
            IConfigurationSection[] named = [.. endpoint.GetSection(ServerNames).GetChildren().Select(name => name.GetSection(Certificate)).Where(section => section.Exists())];
            foreach (IConfigurationSection section in own.Exists() ? [own, .. named] : named) yield return () => ExpectUsable(section, root);
            if (IsSecure(endpoint["Url"]) && !own.Exists() && named.Length == 0 && !standard.Exists()) yield return () => throw Missing(own.Path, endpoint["Url"]);
        }

        string? secure = endpoints.Length > 0 ? null : Urls(configuration).FirstOrDefault(IsSecure);
        if (secure is not null && !standard.Exists()) yield return () => throw Missing(Default, secure);
    }

    private static IEnumerable<string> Urls(IConfiguration configuration) =>
        (configuration["urls"] ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Concat(string.IsNullOrEmpty(configuration["https_ports"]) ? [] : [$"https://*:{configuration["https_ports"]}"]);

    private static bool IsSecure(string? url) => url?.StartsWith("https://", StringComparison.OrdinalIgnoreCase) == true;

    private static ArgumentException Missing(string key, string? url) => new($"{key}: expected the certificate of '{url}', with {PathKey} and {KeyPathKey} or {PasswordKey}, got none.");

    private static void ExpectUsable(IConfigurationSection settings, string root)
    {
        foreach (IConfigurationSection setting in settings.GetChildren())
            if (!Known.Contains(setting.Key, StringComparer.OrdinalIgnoreCase)) throw new ArgumentException($"{setting.Path}: expected one of {string.Join(", ", Known)}, got another key.");
        if (!string.IsNullOrEmpty(settings[SubjectKey])) return;                           // in a store of the machine, where Kestrel looks for it
        if (settings[PathKey] is not { Length: > 0 } path) throw new ArgumentException($"{settings.Path}:{PathKey}: expected the file of a certificate, got none.");
        string file = Path.Combine(root, path);
        if (settings[KeyPathKey] is { Length: > 0 } keyPath) ExpectPem(settings, file, Path.Combine(root, keyPath));
        else ExpectPkcs12(settings, file);
    }

    private static void ExpectPem(IConfigurationSection settings, string file, string keyFile)
    {
        string pathKey = $"{settings.Path}:{PathKey}", keyPathKey = $"{settings.Path}:{KeyPathKey}";
        byte[] bytes = Read(pathKey, file);
        string certificate = Open($"{pathKey}: expected a certificate as PEM or DER, got something else in '{file}'.", () => X509CertificateLoader.LoadCertificate(bytes).ExportCertificatePem());
        string key = Encoding.UTF8.GetString(Read(keyPathKey, keyFile));
        string form = settings[PasswordKey] is null ? "not encrypted since there is no password" : "encrypted with the password";
        Open($"{keyPathKey}: expected the key of '{file}' as PEM, {form}, got something else in '{keyFile}'.", () =>
        {
            using X509Certificate2 both = settings[PasswordKey] is { } password ? X509Certificate2.CreateFromEncryptedPem(certificate, key, password) : X509Certificate2.CreateFromPem(certificate, key);
            return both.HasPrivateKey;
        });
    }

    private static void ExpectPkcs12(IConfigurationSection settings, string file)
    {
        string pathKey = $"{settings.Path}:{PathKey}";
        byte[] bytes = Read(pathKey, file);
        if (Open($"{pathKey}: expected a certificate, got something else in '{file}'.", () => X509Certificate2.GetCertContentType(bytes)) != X509ContentType.Pkcs12)
            throw new ArgumentException($"{pathKey}: expected a certificate with its key (PKCS#12), or {KeyPathKey} beside it, got '{file}' alone.");
        bool hasKey = Open($"{settings.Path}:{PasswordKey}: expected the password of '{file}', got {(settings[PasswordKey] is null ? "none" : "another")}.", () =>
        {
            using X509Certificate2 both = X509CertificateLoader.LoadPkcs12(bytes, settings[PasswordKey], X509KeyStorageFlags.EphemeralKeySet, Pkcs12LoaderLimits.DangerousNoLimits);
            return both.HasPrivateKey;
        });
        if (!hasKey) throw new ArgumentException($"{pathKey}: expected a certificate with its key, got '{file}' without.");
    }

    private static byte[] Read(string key, string file)
    {
        try
        {
            return File.ReadAllBytes(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ArgumentException($"{key}: expected a file that can be read, got: {e.Message}", e);
        }
    }

    private static T Open<T>(string fault, Func<T> open)
    {
        try
        {
            return open();
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            throw new ArgumentException(fault, e);                 // what the runtime says is of bytes and tags
        }
    }
}
