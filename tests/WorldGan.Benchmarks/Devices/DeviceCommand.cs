using System.CommandLine;
using System.Diagnostics;
using WorldGan.Benchmarks.Comparing;
using WorldGan.Benchmarks.Workloads;
using WorldGan.Policies;
using WorldGan.Torch;

namespace WorldGan.Benchmarks.Devices;

/// <summary>The verb <c>device</c>: rollouts and training steps on a device, in WorldGan and in PyTorch.</summary>
internal static class DeviceCommand
{
    private const string None = "none";

    private static readonly string[] Kinds = ["rollout", "dqn", "qr-dqn", "wgan"];

    public static Command Create()
    {
        Option<string> device = Device(), only = new("--only") { Description = "What is measured: rollout, dqn, qr-dqn, wgan.", HelpName = "kind", DefaultValueFactory = _ => Kinds[0] };
        only.AcceptOnlyFromAmong(Kinds);
        Option<int[]> batches = Numbers("--batches", "Rows of a rollout or a batch; the first come first."), widths = Numbers("--widths", "H, the width of the two hidden layers."), members = Numbers("--members", "Members of the rollouts' world.");
        var tf32 = new Option<bool>("--tf32") { Description = "Products of matrices may be rounded to TF32, on both sides." };
        var noCpu = new Option<bool>("--no-cpu") { Description = "Leave the engine on the CPU out." };
        var python = new Option<string>("--python") { Description = $"The Python that has PyTorch; '{None}' measures WorldGan alone.", HelpName = "command", DefaultValueFactory = _ => "python3" };
        var threads = new Option<int>("--threads") { Description = "Of the engine on the CPU, and of libtorch on the CPU.", DefaultValueFactory = _ => Environment.ProcessorCount };
        var samples = new Option<int>("--samples") { Description = "Of each side.", DefaultValueFactory = _ => 5 };
        var seconds = new Option<double>("--seconds") { Description = "Of a sample.", DefaultValueFactory = _ => 0.25 };
        var minutes = new Option<double>("--minutes") { Description = "After these no new case begins.", DefaultValueFactory = _ => 7 };
        var markdown = new Option<FileInfo?>("--out") { Description = "Also write the table to this file, after every case.", HelpName = "file.md" };
        var json = new Option<FileInfo?>("--json") { Description = "Also write the numbers to this file, after every case.", HelpName = "file.json" };
        var command = new Command("device", "Rollouts and training steps on a device in WorldGan and in PyTorch, in alternation, as a table of ratios.")
            { device, only, batches, widths, members, tf32, noCpu, python, threads, samples, seconds, minutes, markdown, json };
        command.SetAction(parsed =>
        {
            bool allowTf32 = parsed.GetValue(tf32);
            int count = parsed.GetValue(threads);
            DeviceSession session = DeviceSession.Open(parsed.GetRequiredValue(device), allowTf32, count);
            string kind = parsed.GetRequiredValue(only), command = parsed.GetRequiredValue(python);
            using PeerProcess? peer = command == None ? null : PeerProcess.Start(command, session.PeerName);
            peer?.Set("tf32", allowTf32);
            peer?.Set("threads", count);
            var table = new DeviceTable(parsed.GetValue(markdown), parsed.GetValue(json));
            table.WriteHeader(session, peer, allowTf32, parsed.GetValue(samples), parsed.GetValue(seconds), count);
            var comparison = new DeviceComparison(session, peer, parsed.GetValue(samples), parsed.GetValue(seconds), !parsed.GetValue(noCpu), allowTf32 ? 1e-2 : 1e-4);
            Run(comparison, table, Cases(session, kind, parsed.GetValue(batches)!, parsed.GetValue(widths)!, parsed.GetValue(members)!, count), TimeSpan.FromMinutes(parsed.GetValue(minutes)));
        });
        return command;
    }

    public static Option<string> Device()
    {
        var device = new Option<string>("--device") { Description = $"{TorchEngine.Cuda} or {TorchEngine.Cpu}.", DefaultValueFactory = _ => TorchEngine.Cuda };
        device.AcceptOnlyFromAmong(TorchEngine.Cuda, TorchEngine.Cpu);
        return device;
    }

    private static Option<int[]> Numbers(string name, string description)
    {
        var option = new Option<int[]>(name) { Description = description, HelpName = "numbers", AllowMultipleArgumentsPerToken = true };
        option.Validators.Add(result =>
        {
            if (result.Tokens.Any(token => int.TryParse(token.Value, out int value) && value < 1)) result.AddError($"{name}: expected numbers from 1, got {string.Join(' ', result.Tokens.Select(t => t.Value))}.");
        });
        return option;
    }

    private static void Run(DeviceComparison comparison, DeviceTable table, IEnumerable<(string Name, Func<DeviceCase> Create)> cases, TimeSpan time)
    {
        var watch = Stopwatch.StartNew();
        foreach ((string name, Func<DeviceCase> create) in cases)
        {
            if (watch.Elapsed > time)
            {
                table.WriteMissing(name, "the time was over");
                continue;
            }

            try
            {
                using DeviceCase work = create();
                table.WriteRow(comparison.Run(work));
            }
            catch (Exception e) when (e is PeerException or System.Runtime.InteropServices.ExternalException)
            {
                table.WriteMissing(name, e.Message);
            }
        }
    }

    // Created one by one, so that no case takes memory while another is measured.
    private static IEnumerable<(string, Func<DeviceCase>)> Cases(DeviceSession session, string kind, int[] batches, int[] widths, int[] members, int threads)
    {
        if (widths.Length == 0) widths = [256, 128, 64];
        if (members.Length == 0) members = [1, 5];
        if (batches.Length == 0) batches = kind == "rollout" ? [65536, 1024, 16384, 262144, 4096] : [16384, 256, 1024, 4096];
        foreach (int width in widths)
            foreach (int batch in batches)
            {
                if (kind == "rollout")
                    foreach (int count in members) yield return (RolloutWorkload.NameOf(width, batch, count), () => DeviceRollouts.Create(session, width, batch, count, threads));
                else
                    yield return ($"{kind}, H {width}, B {batch}", () => kind == "wgan" ? DeviceAdversary.Create(session, width, batch)
                        : DeviceDqn.Create(session, width, batch, kind == "dqn" ? ValueKind.DoubleQ : ValueKind.QrDqn));
            }
    }
}
