using System.CommandLine;
using System.Text.Json;
using WorldGan.Cli.Display;
using WorldGan.Runs;

namespace WorldGan.Cli.Verbs;

/// <summary>Hands what a run has learned to other programs.</summary>
internal static class ExportVerb
{
    public static Verb Create(Terminal terminal)
    {
        var verb = new Verb("export", "Write the learned world and the policy of a run for other programs: as ONNX models, and as a C header.",
            "worldgan export runs/cartpole",
            "worldgan export runs/cartpole --c --out firmware",
            "worldgan export runs/cartpole --onnx --policy runs/cartpole/baselines/policy-bcq.safetensors --out bcq")
        {
            Details = """
                policy.onnx: state -> values and action. world.onnx: state, action, noise and member -> next state, reward, terminal_reward, probability of the end, and whether the step left what the log knows.
                All in the units of world.json. policy.h: the same policy in C99 with its weights, for microcontrollers.
                Without --onnx and --c all of them; the run of a world alone has no policy, and so world.onnx only. The run's .safetensors files open in other languages as they are.
                """,
        };
        Argument<string> run = SharedOptions.Run();
        var onnx = new Option<bool>("--onnx") { Description = "Write world.onnx and policy.onnx." };
        var c = new Option<bool>("--c") { Description = "Write policy.h." };
        var to = new Option<string>("--out") { Description = "The folder to write to. Default: export in the folder of the run.", HelpName = "folder" };
        var policy = new Option<string>("--policy") { Description = "The file of another policy than the run's own.", HelpName = "file" };
        Option<bool> overwrite = SharedOptions.Overwrite(), json = SharedOptions.Json();
        verb.Add(run);
        verb.Add(onnx, c, to, policy, overwrite, json);
        verb.SetAction(parsed =>
        {
            var request = new ExportRequest
            {
                Forms = [.. new[] { (onnx, ExportForm.Onnx), (c, ExportForm.C) }.Where(form => parsed.GetValue(form.Item1)).Select(form => form.Item2)],
                Out = parsed.GetValue(to),
                Policy = parsed.GetValue(policy),
                Overwrite = parsed.GetValue(overwrite),
            };
            IReadOnlyList<string> files = Exporting.Run(new RunFolder(parsed.GetRequiredValue(run)), request);
            if (parsed.GetValue(json)) terminal.Out.WriteLine(JsonSerializer.Serialize(new { files }, ScoreJson.Options));
            else foreach (string file in files) terminal.Out.WriteLine(FormattableString.Invariant($"Wrote {file}: {new FileInfo(file).Length:N0} bytes."));
            return ExitCodes.Done;
        });
        return verb;
    }
}
