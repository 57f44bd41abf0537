using Spectre.Console;

namespace WorldGan.Cli.Display;

/// <summary>Chooses the display: live on a terminal, plain lines where output is piped.</summary>
internal static class Displays
{
    /// <summary>Progress goes where results go, but with --json to standard error.</summary>
    public static IProgressDisplay For(Terminal terminal, bool json)
    {
        TextWriter output = json ? terminal.Error : terminal.Out;
        if (json ? Console.IsErrorRedirected : Console.IsOutputRedirected) return new PlainProgress(output, terminal.Error, TimeProvider.System);
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output) });
        return console.Profile.Capabilities.Interactive ? new LiveProgress(console) : new PlainProgress(output, terminal.Error, TimeProvider.System);
    }
}
