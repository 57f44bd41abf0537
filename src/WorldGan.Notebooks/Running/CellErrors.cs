using System.Diagnostics;
using System.Reflection;
using Microsoft.CodeAnalysis;
using WorldGan.Notebooks.Files;

namespace WorldGan.Notebooks.Running;

/// <summary>Faults of cells, with the places in the cells where they are.</summary>
internal static class CellErrors
{
    /// <summary>What the compiler calls a cell.</summary>
    public static string FileOf(int number) => $"cell {number}";

    /// <summary>An exception that nobody caught. Of its stack only the lines of cells are told, which is what a reader can change.</summary>
    public static ErrorOutput Of(Exception thrown)
    {
        Exception cause = thrown is AggregateException or TargetInvocationException ? thrown.GetBaseException() : thrown;
        IEnumerable<string> places = new StackTrace(cause, fNeedFileInfo: true).GetFrames()
            .Select(frame => (File: Path.GetFileName(frame.GetFileName()), Line: frame.GetFileLineNumber()))           // the compiler puts a folder before a name
            .Where(place => place.File?.StartsWith("cell ", StringComparison.Ordinal) == true)
            .Select(place => $"   {place.File}, line {place.Line}");
        return new ErrorOutput(cause.GetType().Name, cause.Message, [$"{cause.GetType().Name}: {cause.Message}", .. places]);
    }

    /// <summary>What the compiler says.</summary>
    public static ErrorOutput Of(IEnumerable<Diagnostic> diagnostics)
    {
        string[] lines = [.. diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).Select(Line)];
        return new ErrorOutput("Error", lines[0], lines);
    }

    /// <summary>What this runner says.</summary>
    public static ErrorOutput Of(int number, CellFaultException fault)
    {
        string line = $"{FileOf(number)}, line {fault.Line}: {fault.Message}";
        return new ErrorOutput("Error", line, [line]);
    }

    private static string Line(Diagnostic diagnostic)
    {
        FileLinePositionSpan place = diagnostic.Location.GetLineSpan();
        return $"{place.Path}, line {place.StartLinePosition.Line + 1}, column {place.StartLinePosition.Character + 1}: {diagnostic.GetMessage()} ({diagnostic.Id})";
    }
}
