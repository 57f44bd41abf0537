using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;
using WorldGan.Cli.Verbs;
using WorldGan.Worlds.Json;

namespace WorldGan.Cli;

/// <summary>The whole command line: finds the verb, runs it, and turns faults into a line of text and an exit code.</summary>
internal sealed class CommandLine(Terminal terminal)
{
    public int Run(string[] args)
    {
        ParseResult parsed = Root().Parse(args);
        if (parsed.Errors.Count > 0 && parsed.Action is not HelpWithExamples) return WrongUsage(parsed, string.Join(' ', parsed.Errors.Select(e => e.Message)));
        var configuration = new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null, Output = terminal.Out, Error = terminal.Error };
        try
        {
            return parsed.Invoke(configuration);
        }
        catch (Exception e) when (IsWrongUsage(e))
        {
            return WrongUsage(parsed, e.Message);
        }
        catch (Exception e) when (e is InterruptedException or OperationCanceledException)
        {
            terminal.Error.WriteLine(e is InterruptedException ? e.Message : "Interrupted.");
            return ExitCodes.Interrupted;
        }
        catch (Exception e)
        {
            terminal.Error.WriteLine($"error: {Describe(e is AggregateException ? e.GetBaseException() : e)}");
            return ExitCodes.Fault;
        }
    }

    private RootCommand Root()
    {
        var root = new RootCommand("Learns a simulator from logged trajectories and trains a policy inside it.")
        {
            DemoVerb.Create(terminal), RecordVerb.Create(terminal), InspectVerb.Create(terminal), ImportVerb.Create(terminal),
            TrainVerb.Create(terminal), ImagineVerb.Create(terminal), ActVerb.Create(terminal), ForecastVerb.Create(terminal), EvaluateVerb.Create(terminal), ReportVerb.Create(terminal), SweepVerb.Create(terminal), ExportVerb.Create(terminal),
            NotebookVerb.Create(terminal), ServeVerb.Create(terminal), KeyVerb.Create(terminal),
        };
        HelpOption help = root.Options.OfType<HelpOption>().Single();
        help.Action = new HelpWithExamples((HelpAction)help.Action!);
        return root;
    }

    private int WrongUsage(ParseResult parsed, string message)
    {
        string verb = string.Concat(Verbs(parsed.CommandResult).Reverse().Select(command => $" {command.Name}"));
        terminal.Error.WriteLine($"error: {message}");
        terminal.Error.WriteLine($"See worldgan{verb} --help.");
        return ExitCodes.WrongUsage;
    }

    /// <summary>The verb, and the one that it is a part of.</summary>
    private static IEnumerable<Verb> Verbs(SymbolResult? result)
    {
        for (; result is not null; result = result.Parent)
            if (result is CommandResult { Command: Verb verb }) yield return verb;
    }

    /// <summary>What was asked for does not go together or does not exist: a world, a file's ending, a setting. What stands in files is another matter.</summary>
    private static bool IsWrongUsage(Exception e) =>
        e is UsageException || e.GetType() == typeof(ArgumentException) || (e is FaultyFileException file && file.Faults.Any(fault => fault.Line == 0));

    private static string Describe(Exception e) => e is OutOfMemoryException ? "there is not enough memory for so much at once." :
        e is ArgumentException or IOException or InvalidDataException or FormatException or UnauthorizedAccessException or InvalidOperationException
            ? e.Message
            : $"this was not foreseen ({e.GetType().Name}): {e.Message}";
}
