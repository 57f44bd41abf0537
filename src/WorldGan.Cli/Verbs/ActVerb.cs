using System.CommandLine;
using Microsoft.Win32.SafeHandles;
using WorldGan.Cli.Acting;
using WorldGan.Runs;

namespace WorldGan.Cli.Verbs;

/// <summary>Puts a trained policy behind standard input and output, for a controller in any language.</summary>
internal static class ActVerb
{
    public static Verb Create(Terminal terminal)
    {
        var verb = new Verb("act", "Answer states with actions, line by line: a controller for programs in any language.", "echo '{\"state\":[0.01,-0.02,0.03,0.04]}' | worldgan act runs/cartpole")
        {
            Details = """
                Each line of standard input holds one state, its variables in the order of world.json; each gets one line of standard output at once:
                  {"state":[0.01,-0.02,0.03,0.04]}
                  {"action":1,"actionName":"right","actionValue":10,"values":[97.1,98.4],"outsideSupport":false}
                actionValue: what the action stands for, where world.json says so. values: the expected discounted return of each action. outsideSupport: the state lies beyond what the log covers, so the answer is a guess.
                In a world with a history it remembers the states of the lines before and its answers to them; {"state":[...],"begin":true} begins an episode, and so
                does the line after one that could not be answered.
                A line that cannot be answered gives {"error":"..."}, and the next one is read. It ends with its input.
                """,
        };
        Argument<string> run = SharedOptions.Run();
        verb.Add(run);
        verb.SetAction(parsed =>
        {
            var desk = new ControlDesk(Controller.Open(new RunFolder(parsed.GetRequiredValue(run))));
            using CancellationTokenRegistration end = terminal.Cancellation.Register(() => Environment.Exit(ExitCodes.Interrupted));   // it waits for a line that may never come
            using StreamWriter answers = OpenAnswers();
            while (terminal.In.ReadLine() is { } line)
            {
                answers.WriteLine(desk.Answer(line));
                answers.Flush();
            }

            return ExitCodes.Done;
        });
        return verb;
    }

    /// <summary>Standard output that fails when its reader is gone: the console's own keeps silent, and a controller would answer nobody for ever. A file has no reader, but others that write to its end.</summary>
    private static StreamWriter OpenAnswers()
    {
        if (OperatingSystem.IsWindows()) return new StreamWriter(Console.OpenStandardOutput());
        var output = new FileStream(new SafeFileHandle(1, ownsHandle: false), FileAccess.Write, bufferSize: 0);
        return new StreamWriter(output.CanSeek ? Console.OpenStandardOutput() : output);
    }
}
