using System.CommandLine;
using WorldGan.Benchmarks.Comparing;
using WorldGan.Benchmarks.Devices;

try
{
    var root = new RootCommand("WorldGan on a device: does it work, and how fast is it.") { DeviceCommand.Create(), SmokeCommand.Create() };
    return root.Parse(args).Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
}
catch (Exception e) when (e is PeerException or InvalidOperationException or IOException)
{
    Console.Error.WriteLine($"error: {e.Message}");
    return 1;
}
