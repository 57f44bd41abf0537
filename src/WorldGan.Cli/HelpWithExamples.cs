using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace WorldGan.Cli;

/// <summary>The usual help, followed by the verb's examples.</summary>
internal sealed class HelpWithExamples(HelpAction help) : SynchronousCommandLineAction
{
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        InvocationConfiguration configuration = parseResult.InvocationConfiguration;
        TextWriter output = configuration.Output;
        using var text = new StringWriter();
        configuration.Output = text;
        help.Invoke(parseResult);
        configuration.Output = output;

        // The assembly is not called like the command: see the project file.
        output.Write(text.ToString().Replace(RootCommand.ExecutableName, "worldgan", StringComparison.Ordinal).TrimEnd());
        output.WriteLine();
        if (parseResult.CommandResult.Command is Verb verb) WriteMore(output, verb);
        return ExitCodes.Done;
    }

    private static void WriteMore(TextWriter output, Verb verb)
    {
        if (verb.Details.Length > 0) output.WriteLine($"\n{verb.Details}");
        output.WriteLine("\nExamples:");
        foreach (string example in verb.Examples) output.WriteLine($"  {example}");
    }
}
