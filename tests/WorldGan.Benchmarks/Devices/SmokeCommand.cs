using System.CommandLine;

namespace WorldGan.Benchmarks.Devices;

/// <summary>The verb <c>smoke</c>: whether the engine on a device works on this machine, before anything is measured.</summary>
internal static class SmokeCommand
{
    public static Command Create()
    {
        Option<string> device = DeviceCommand.Device();
        var sources = new Option<DirectoryInfo?>("--sources") { Description = "The stand-in of TorchSharp, src/standins/TorchSharp: every operator that it names is looked up.", HelpName = "folder" };
        var command = new Command("smoke", "Whether the engine on a device works on this machine. The exit status is 1 where anything of it does not.") { device, sources };
        command.SetAction(parsed => Run(parsed.GetRequiredValue(device), parsed.GetValue(sources)));
        return command;
    }

    private static int Run(string device, DirectoryInfo? sources)
    {
        DeviceSession session = DeviceSession.Open(device);
        int failed = 0;
        foreach ((string name, Func<string> check) in SmokeTests.All(session, sources))
        {
            try
            {
                Console.WriteLine($"ok      {name}: {check()}");
            }
            catch (Exception e)
            {
                failed++;
                Console.WriteLine($"FAILED  {name}: {e.GetType().Name}: {e.Message}");
            }
        }

        Console.WriteLine(failed == 0 ? "The engine works here." : $"{failed} of these do not work here.");
        return failed == 0 ? 0 : 1;
    }
}
