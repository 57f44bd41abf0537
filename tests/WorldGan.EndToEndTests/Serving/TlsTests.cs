using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using WorldGan.EndToEndTests.Cli;
using WorldGan.Tests;
using WorldGan.Tests.House;

namespace WorldGan.EndToEndTests.Serving;

/// <summary>TLS by the settings that the service's README shows.</summary>
public sealed class TlsTests : IDisposable
{
    private const string Password = "a password", WorldJson = """{"name":"arm","state":[{"name":"angle","kind":"real"}],"actions":[{"name":"left"},{"name":"right"}]}""";
    private const string Steps = """[{"episode":"a","step":0,"state":[0],"action":1,"reward":1,"nextState":[1]}]""";

    private readonly TemporaryFolder _folder = new();

    private string Folder => Path.GetDirectoryName(_folder.File("x"))!;

    public TlsTests()
    {
        Directory.CreateDirectory(_folder.File("data/worlds/arm"));
        File.WriteAllText(_folder.File("data/worlds/arm/world.json"), WorldJson);
        using X509Certificate2 certificate = WritePem("cert.pem", "key.pem");
        File.WriteAllBytes(_folder.File("cert.pfx"), certificate.Export(X509ContentType.Pkcs12, Password));
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task With_the_settings_of_the_readme_it_answers_over_tls_and_not_without()
    {
        WriteSettings();
        using CliProcess service = CliProcess.Start(Folder, "serve", "--data", "data");
        Uri address = AddressOf(service);
        Assert.Equal("https", address.Scheme);
        using HttpClient client = ClientThatKnows("cert.pem", address);
        Assert.Contains("healthy", await client.GetStringAsync("/health/live"));
        using var steps = new StringContent(Steps, Encoding.UTF8, "application/json");
        using HttpResponseMessage taken = await client.PostAsync("/v1/worlds/arm/trajectories", steps);
        Assert.Equal("""{"accepted":1,"known":0}""", await taken.Content.ReadAsStringAsync());

        using var plain = new HttpClient { BaseAddress = new UriBuilder(address) { Scheme = "http" }.Uri };
        await Assert.ThrowsAsync<HttpRequestException>(() => plain.GetAsync("/health/live"));
        using var stranger = new HttpClient { BaseAddress = address };               // knows no such authority
        await Assert.ThrowsAsync<HttpRequestException>(() => stranger.GetAsync("/health/live"));
        service.Signal("TERM");
        Assert.Equal(0, service.Finish().ExitCode);
    }

    [Fact]
    public async Task With_variables_of_the_environment_it_takes_a_certificate_with_its_password()
    {
        using CliProcess service = CliProcess.StartWith(
            [("Logging__LogLevel__Default", "None"), ("Kestrel__Certificates__Default__Path", "cert.pfx"), ("Kestrel__Certificates__Default__Password", Password)],
            Folder, "serve", "--data", "data", "--urls", "https://127.0.0.1:0");
        using HttpClient client = ClientThatKnows("cert.pem", AddressOf(service));
        Assert.Contains("healthy", await client.GetStringAsync("/health/live"));
    }

    [Fact]
    public async Task A_certificate_that_is_renewed_is_taken_without_a_restart_and_a_wrong_one_leaves_it()
    {
        WriteSettings(FreePort());                             // the service listens anew, and has to find its place again
        using CliProcess service = CliProcess.Start(Folder, "serve", "--data", "data");
        Uri address = AddressOf(service);
        using X509Certificate2 renewed = WritePem("cert.pem", "key.pem");
        while (await ServedAsync(address) != renewed.Thumbprint) await Task.Delay(50);
        File.WriteAllText(_folder.File("cert.pem"), "nothing");
        for (int i = 0; i < 10; i++)
        {
            Assert.Equal(renewed.Thumbprint, await ServedAsync(address));
            await Task.Delay(50);
        }
    }

    [Theory]
    [InlineData("Path=gone.pem;KeyPath=key.pem", "error: Kestrel:Certificates:Default:Path: expected a file that can be read, got: Could not find file '*gone.pem'.")]
    [InlineData("Path=cert.pem;KeyPath=gone.pem", "error: Kestrel:Certificates:Default:KeyPath: expected a file that can be read, got: Could not find file '*gone.pem'.")]
    [InlineData("Path=cert.pfx;Password=secret", "error: Kestrel:Certificates:Default:Password: expected the password of '*cert.pfx', got another.")]
    [InlineData("", "error: Kestrel:Certificates:Default: expected the certificate of 'https://127.0.0.1:0', with Path and KeyPath or Password, got none.")]
    public void A_certificate_that_cannot_be_used_is_told_in_one_line(string settings, string expected)
    {
        (string, string)[] variables = [.. settings.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(setting => ($"Kestrel__Certificates__Default__{setting.Split('=')[0]}", setting.Split('=')[1]))];
        CliResult result = CliProcess.RunWith(variables, Folder, "serve", "--data", "data", "--urls", "https://127.0.0.1:0");
        Assert.Equal(2, result.ExitCode);
        Assert.Equal("", result.Out);
        string[] lines = result.Error.TrimEnd().Split('\n'), parts = expected.Split('*');
        Assert.StartsWith(parts[0], lines[0], StringComparison.Ordinal);
        Assert.EndsWith(parts[^1], lines[0], StringComparison.Ordinal);
        Assert.Equal(["See worldgan serve --help."], lines[1..]);
        Assert.DoesNotContain("secret", result.Error, StringComparison.Ordinal);
    }

    /// <summary>Whatever fails at the start: the framework alone would write its stack as well.</summary>
    [Fact]
    public void A_place_that_another_has_is_told_in_one_line()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        CliResult result = CliProcess.Run(Folder, "serve", "--data", "data", "--urls", $"http://{other.LocalEndpoint}");
        Assert.Equal((1, $"error: Failed to bind to address http://{other.LocalEndpoint}: address already in use.\n"), (result.ExitCode, result.Error));
        Assert.DoesNotContain("   at ", result.Out, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void The_client_for_Python_takes_a_certificate_of_ones_own()
    {
        WriteSettings();
        using CliProcess service = CliProcess.Start(Folder, "serve", "--data", "data");
        string output = Python.Run("""
            import ssl, sys
            sys.path.insert(0, sys.argv[1])
            from worldgan_client import Client
            print(Client(sys.argv[2], context=ssl.create_default_context(cafile=sys.argv[3])).worlds()[0]["name"])
            """, [], Repository.PathOf("clients/python"), AddressOf(service).ToString(), _folder.File("cert.pem"));
        Assert.Equal("arm", output.Trim());
    }

    /// <summary>The settings that the README shows, with a place and files of the test.</summary>
    private void WriteSettings(int port = 0)
    {
        string readme = Repository.Read("src/WorldGan.Service/README.md"), fence = "```json\n";
        int begin = readme.IndexOf(fence, readme.IndexOf("## TLS", StringComparison.Ordinal), StringComparison.Ordinal) + fence.Length;
        string shown = readme[begin..readme.IndexOf("```", begin, StringComparison.Ordinal)];
        string settings = shown.Replace("0.0.0.0:5443", $"127.0.0.1:{port}", StringComparison.Ordinal).Replace("/etc/worldgan/", "", StringComparison.Ordinal);
        Assert.DoesNotContain("/etc", settings, StringComparison.Ordinal);
        File.WriteAllText(_folder.File("appsettings.json"), settings.TrimEnd()[..^1] + ""","Logging":{"LogLevel":{"Default":"None"}}}""");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static Uri AddressOf(CliProcess service) => new((service.ReadLine() ?? throw new InvalidOperationException($"Expected a line with the address, got the end: {service.Finish().Error}")).Split(' ')[^1]);

    private X509Certificate2 WritePem(string certificateFile, string keyFile)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, pathLengthConstraint: 0, critical: true));
        X509Certificate2 certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        File.WriteAllText(_folder.File(keyFile), key.ExportPkcs8PrivateKeyPem());
        File.WriteAllText(_folder.File(certificateFile), certificate.ExportCertificatePem());     // last: it is what the service looks at
        return certificate;
    }

    private HttpClient ClientThatKnows(string certificateFile, Uri address)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.Add(X509CertificateLoader.LoadCertificateFromFile(_folder.File(certificateFile)));
        return new HttpClient(new SocketsHttpHandler { SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = policy } }) { BaseAddress = address };
    }

    /// <summary>Thumbprint of the certificate that a new connection gets; none in the moment in which the service listens anew.</summary>
    private static async Task<string?> ServedAsync(Uri address)
    {
        using var client = new TcpClient();
        string? served = null;
        try
        {
            await client.ConnectAsync(IPAddress.Loopback, address.Port);
            await using var tls = new SslStream(client.GetStream());
            await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
            {
                TargetHost = address.Host,
                RemoteCertificateValidationCallback = (_, certificate, _, _) =>
                {
                    served = certificate!.GetCertHashString();
                    return true;
                },
            });
        }
        catch (Exception e) when (e is SocketException or IOException)            // IOException where the listener closed before it took the connection
        {
            return null;
        }

        return served;
    }
}
