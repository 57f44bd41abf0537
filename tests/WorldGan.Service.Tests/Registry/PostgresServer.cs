using System.Diagnostics;
using Npgsql;

namespace WorldGan.Service.Tests.Registry;

/// <summary>A PostgreSQL server for some tests, gone with them: that of WORLDGAN_POSTGRES (a connection string), or one of its own in a temporary folder, which listens on no network.</summary>
public sealed class PostgresServer : IDisposable
{
    private readonly DirectoryInfo? _folder;
    private readonly Process? _process;
    private readonly string? _connection = Environment.GetEnvironmentVariable("WORLDGAN_POSTGRES");
    private int _databases;

    public PostgresServer()
    {
        if (_connection is not null || FindBinaries() is not { } binaries) return;
        _folder = Directory.CreateTempSubdirectory("worldgan-pg-");
        bool isRoot = Environment.UserName == "root";
        if (isRoot) Run("chown", "postgres", _folder.FullName);
        string data = Path.Combine(_folder.FullName, "data");
        Run(AsUser(isRoot, Path.Combine(binaries, "initdb"), "-D", data, "-U", "worldgan", "-A", "trust", "--no-sync"));
        _process = Start(AsUser(isRoot, Path.Combine(binaries, "postgres"), "-D", data, "-k", _folder.FullName, "-c", "listen_addresses=", "-c", "fsync=off"));
        _connection = $"Host={_folder.FullName};Username=worldgan;Database=postgres";
        Await(_connection);
    }

    /// <summary>The connection string of an empty database; empty where there is no server.</summary>
    public string NewDatabase()
    {
        if (_connection is null) return "";
        string name = $"worldgan_{Environment.ProcessId}_{++_databases}";
        using NpgsqlDataSource server = NpgsqlDataSource.Create(_connection);
        server.CreateCommand($"create database {name}").ExecuteNonQuery();
        return new NpgsqlConnectionStringBuilder(_connection) { Database = name }.ConnectionString;
    }

    public void Dispose()
    {
        if (_process is null) return;
        NpgsqlConnection.ClearAllPools();
        _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _folder!.Delete(recursive: true);
    }

    private static string? FindBinaries()
    {
        const string Debian = "/usr/lib/postgresql";
        return !Directory.Exists(Debian) ? null : Directory.GetDirectories(Debian).Select(version => Path.Combine(version, "bin")).FirstOrDefault(bin => File.Exists(Path.Combine(bin, "initdb")));
    }

    /// <summary>PostgreSQL refuses to be run by root.</summary>
    private static string[] AsUser(bool isRoot, params string[] command) => isRoot ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", .. command] : command;

    private static void Run(params string[] command)
    {
        using Process process = Start(command);
        process.WaitForExit();
        if (process.ExitCode != 0) throw new InvalidOperationException($"{string.Join(' ', command)} ended with {process.ExitCode}.");
    }

    private static Process Start(string[] command)
    {
        var start = new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = "/" };
        Process process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    private static void Await(string connection)
    {
        using NpgsqlDataSource server = NpgsqlDataSource.Create(connection);
        for (int attempt = 0; ; attempt++)
        {
            try
            {
                server.CreateCommand("select 1").ExecuteNonQuery();
                return;
            }
            catch (NpgsqlException) when (attempt < 300)
            {
                Thread.Sleep(100);                         // until it listens, which it has no other way to tell
            }
        }
    }
}
