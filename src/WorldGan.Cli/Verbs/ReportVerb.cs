using System.CommandLine;
using WorldGan.Cli.Display;
using WorldGan.Runs;

namespace WorldGan.Cli.Verbs;

/// <summary>Shows a run as a page.</summary>
internal static class ReportVerb
{
    public static Verb Create(Terminal terminal)
    {
        var verb = new Verb("report", "Write a run as one page of HTML: what the log holds, what was learned, and how far it can be believed.",
            "worldgan report runs/cartpole",
            "worldgan report runs/cartpole --out cartpole.html --overwrite")
        {
            Details = "The page needs no network and no other file. train, evaluate and demo write it into the folder of the run, too; with evaluate --baselines before it, it holds these as well.",
        };
        Argument<string> run = SharedOptions.Run();
        var to = new Option<string>("--out") { Description = "The page. Default: report.html in the folder of the run, which is written anew.", HelpName = "file.html" };
        Option<bool> overwrite = SharedOptions.Overwrite();
        Option<int> threads = SharedOptions.Threads();
        verb.Add(run);
        verb.Add(to, overwrite, threads);
        verb.SetAction(parsed =>
        {
            NewFile? page = NewFile.At(parsed.GetValue(to), parsed.GetValue(overwrite));
            terminal.Out.WriteLine($"The page is {RunReport.Write(new RunFolder(parsed.GetRequiredValue(run)), page?.Path, parsed.GetValue(threads))}.");
            return ExitCodes.Done;
        });
        return verb;
    }
}
