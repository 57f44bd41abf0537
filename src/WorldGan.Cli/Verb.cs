using System.CommandLine;

namespace WorldGan.Cli;

/// <summary>One verb of the command line. To add one: its file in Verbs/, a line in CommandLine.</summary>
internal sealed class Verb(string name, string description, params string[] examples) : Command(name, description)
{
    /// <summary>What --help adds to the description; empty where there is nothing to add.</summary>
    public string Details { get; init; } = "";

    /// <summary>Command lines that --help shows.</summary>
    public IReadOnlyList<string> Examples { get; } = examples;

    /// <summary>Adds options in the order in which --help shows them.</summary>
    public void Add(params IEnumerable<Option> options)
    {
        foreach (Option option in options) Options.Add(option);
    }
}
