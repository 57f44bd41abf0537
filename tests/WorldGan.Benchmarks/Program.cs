using System.CommandLine;
using BenchmarkDotNet.Running;
using WorldGan.Benchmarks.Comparing;
using WorldGan.Benchmarks.Devices;
using WorldGan.Benchmarks.Scaling;
using WorldGan.Benchmarks.Serving;
using WorldGan.Benchmarks.Serving.Load;

if (args is not ["peers" or "scaling" or "device" or "smoke" or "socket" or "load" or "memory", ..])
{
    BenchmarkSwitcher.FromAssembly(typeof(LoadCommand).Assembly).Run(args);
    return 0;
}

try
{
    var root = new RootCommand("Tables of measurements.") { PeersCommand.Create(), ScalingCommand.Create(), DeviceCommand.Create(), SmokeCommand.Create(), SocketCommand.Create(), LoadCommand.Create(), MemoryCommand.Create() };
    return root.Parse(args).Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
}
catch (Exception e) when (e is PeerException or InvalidOperationException or IOException)
{
    Console.Error.WriteLine($"error: {e.Message}");
    return 1;
}
