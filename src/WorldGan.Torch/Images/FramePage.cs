using WorldGan.Reporting.Report;

namespace WorldGan.Torch.Images;

/// <summary>A run of a world of images as one page of HTML that needs no network and no script.</summary>
internal static class FramePage
{
    public static string Of(FrameRunDescription run, FrameReport report, byte[] picture)
    {
        string title = $"A learned {run.World.Name}";
        return $"<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n<title>{Html.Text(title)}</title>\n"
            + $"<style>\n{ReportPage.Style}\nfigure img {{ width: 100%; height: auto; image-rendering: pixelated; }}\n</style>\n</head>\n<body>\n<h1>{Html.Text(title)}</h1>\n"
            + Html.Paragraph($"From {run.Transitions:N0} logged steps, {report.HeldOut:N0} of them held out; {report.Steps.Model:N0} steps of training.")
            + Html.Section("images", "Futures", [Source.HeldOut, Source.Imagined], Html.Paragraph("Each block begins at a moment of an episode that was held out. First row: what happened. Second row: one future that the model drew under the same actions. Third row: the same networks trained by squared distance alone. Where chance decides, a drawn future may go another way than the true one; what counts is whether it could have happened."),
                $"<figure><img alt=\"True and predicted images\" src=\"data:image/png;base64,{Convert.ToBase64String(picture)}\"/><figcaption>The present image, then 1 to {report.Images.Max(score => score.Ahead)} steps ahead.</figcaption></figure>\n")
            + Html.Section("scores", "How like the true images", [Source.HeldOut], Html.Table(["", "steps ahead", "PSNR (dB)", "SSIM", "sharpness (dB)", "edge energy"], report.Images.Select(Row)),
                Html.Paragraph("PSNR and SSIM prize the mean of all futures, which is a blur; edge energy is 1 where an image is as sharp as the true ones."))
            + Html.Section("heads", "Reward and end", [Source.HeldOut], Html.Table(["one step ahead", ""], Heads(report)))
            + $"<p class=\"quiet\">WorldGan {Html.Text(run.Version)} · seed {run.Settings.Seed} · data {run.DataHash[..12]}</p>\n</body>\n</html>\n";
    }

    private static string[] Row(FrameScore score) => [score.Model, $"{score.Ahead}", Html.Number(score.Psnr), Html.Number(score.Ssim), Html.Number(score.Sharpness), Html.Number(score.EdgeEnergy)];

    private static IEnumerable<string[]> Heads(FrameReport report) =>
    [
        ["rewards off by (root mean square)", Html.Number(report.RewardError)],
        ["their standard deviation", Html.Number(report.RewardDeviation)],
        ["ends recognised (recall)", Html.Number(report.Ends.Recall)],
        ["alarms right (precision)", Html.Number(report.Ends.Precision)],
        ["ends among the held-out steps", $"{report.Ends.Terminals}"],
    ];
}
