namespace WorldGan.Cli;

/// <summary>Where a verb reads from and writes to, and what stops it.</summary>
/// <param name="In">Standard input.</param>
/// <param name="Out">Results; with --json nothing but JSON.</param>
/// <param name="Error">Errors and warnings.</param>
/// <param name="Cancellation">Ctrl+C.</param>
internal sealed record Terminal(TextReader In, TextWriter Out, TextWriter Error, CancellationToken Cancellation);
