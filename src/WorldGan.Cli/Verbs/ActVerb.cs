using System.CommandLine;
using WorldGan.Cli.Acting;
using WorldGan.Runs;

namespace WorldGan.Cli.Verbs;

/// <summary>Puts a trained policy behind standard input and output, for a controller in any language.</summary>
internal static class ActVerb
{
    public static Verb Create(Terminal terminal)
    {
        var verb = new Verb("act",
            "Answer states with actions, line by line, until the input ends: for a controller in any language. In: {\"state\":[…]}, the variables in the order of world.json. "
            + "Out, one line for each, at once: {\"action\":k,\"values\":[…],\"outsideSupport\":true|false}, with the expected discounted return of each action and whether "
            + "the state lies beyond what the log covers. A line that cannot be answered gives {\"error\":\"…\"}, and the next one is read.",
            "echo '{\"state\":[0.01,-0.02,0.03,0.04]}' | worldgan act runs/cartpole");
        Argument<string> run = SharedOptions.Run();
        verb.Add(run);
        verb.SetAction(parsed =>
        {
            var desk = new ControlDesk(Controller.Open(new RunFolder(parsed.GetRequiredValue(run))));
            while (!terminal.Cancellation.IsCancellationRequested && terminal.In.ReadLine() is { } line)
            {
                terminal.Out.WriteLine(desk.Answer(line));
                terminal.Out.Flush();
            }

            return ExitCodes.Done;
        });
        return verb;
    }
}
