using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using WorldGan.Runs;
using WorldGan.Torch.Images;

namespace WorldGan.Cli.Display;

/// <summary>What a run of a world of images has come to, for people or for programs.</summary>
internal static class FrameText
{
    private static readonly (string Model, string Words)[] Models = [("model", "the learned world"), ("l2", "the same, by squared distance alone"), ("copy", "a copy of the present image")];

    public static void WriteTrained(TextWriter output, RunFolder folder, bool json)
    {
        if (json) output.WriteLine(JsonSerializer.Serialize(new { run = folder.Path, world = folder.FrameModel }, ScoreJson.Options));
        else output.WriteLine($"{Environment.NewLine}The learned world is {folder.FrameModel}. What it is worth beside the plain model, which takes as long to learn, says: worldgan evaluate {Words.Argument(folder.Path)}");
    }

    public static void Write(TextWriter output, RunFolder folder, FrameReport report, bool json)
    {
        if (json)
        {
            JsonObject scores = JsonNode.Parse(File.ReadAllBytes(folder.Scores))!.AsObject();
            scores["run"] = folder.Path;
            output.WriteLine(scores.ToJsonString(ScoreJson.Options));
            return;
        }

        output.WriteLine(FormattableString.Invariant($"{Environment.NewLine}Images drawn from {report.Windows:N0} moments of {report.HeldOut:N0} held-out steps, one future each, under the logged actions:"));
        output.WriteLine($"  {"",-38}{"ahead",5}{"PSNR dB",10}{"SSIM",8}{"sharpness dB",14}{"edge energy",13}");
        foreach ((string model, string words) in Models)
            foreach (FrameScore score in report.Images.Where(score => score.Model == model))
                output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {words,-38}{score.Ahead,5}{score.Psnr,10:F2}{score.Ssim,8:F3}{score.Sharpness,14:F2}{score.EdgeEnergy,13:F3}"));
        output.WriteLine("PSNR and SSIM prize the mean of all futures, which is a blur; edge energy is 1 where an image is as sharp as the true ones.");
        if (report.RewardError is { } error) output.WriteLine(FormattableString.Invariant($"Reward of a step, off by {error:G3}, where the mean is off by {report.RewardDeviation:G3}."));
        output.WriteLine(FormattableString.Invariant($"Ends: {report.Ends.Terminals} among the held-out steps, {Percent(report.Ends.Recall)} recognised, {Percent(report.Ends.Precision)} of the alarms right."));
        output.WriteLine($"{Environment.NewLine}{folder.FramePicture} shows some of them, {folder.Report} all of this.");
    }

    private static string Percent(double? share) => share is { } known ? (100 * known).ToString("0", CultureInfo.InvariantCulture) + " %" : "none";
}
