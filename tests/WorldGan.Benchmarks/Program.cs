using System.CommandLine;
using BenchmarkDotNet.Running;
using WorldGan.Benchmarks.Comparing;

if (args is not ["peers", ..])
{
    BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
    return 0;
}

try
{
    return new RootCommand("Tables of measurements.") { PeersCommand.Create() }.Parse(args).Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
}
catch (Exception e) when (e is PeerException or InvalidOperationException or IOException)
{
    Console.Error.WriteLine($"error: {e.Message}");
    return 1;
}
