using System.Reflection;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Scripting;
using Microsoft.CodeAnalysis.Scripting;
using WorldGan.Notebooks.Files;

namespace WorldGan.Notebooks.Running;

/// <summary>Runs cells one after the other as C# scripts; each sees what those before it declared.</summary>
internal sealed class CellScripts
{
    // Those of .NET Interactive, so that a notebook runs here as there.
    private static readonly string[] Imports = ["System", "System.Text", "System.Collections", "System.Collections.Generic", "System.Threading.Tasks", "System.Linq"];

    private readonly CellGlobals _globals = new();
    private ScriptOptions _options;
    private ScriptState<object>? _state;

    /// <param name="folder">Where files are that cells reference and load.</param>
    public CellScripts(string folder)
    {
        string at = Path.GetFullPath(folder);
        _options = ScriptOptions.Default.WithImports(Imports).WithReferences(Framework()).WithEmitDebugInformation(true).WithFileEncoding(Encoding.UTF8)
            .WithMetadataResolver(ScriptMetadataResolver.Default.WithBaseDirectory(at)).WithSourceResolver(ScriptSourceResolver.Default.WithBaseDirectory(at));
    }

    /// <summary>Runs a cell to its end.</summary>
    /// <param name="number">Its number among the cells that run, from 1.</param>
    /// <param name="source">What it holds.</param>
    /// <param name="outputs">Receives what it puts out, its error included.</param>
    /// <param name="cancellation">Stops it, where it awaits something.</param>
    /// <returns>Whether it came to its end.</returns>
    public async Task<bool> RunAsync(int number, string source, CellOutputs outputs, CancellationToken cancellation)
    {
        CellConsole.CollectInto(outputs);
        _globals.Outputs = outputs;
        try
        {
            CellSource cell = CellSource.Read(source);
            _options = _options.AddReferences(cell.Packages.Select(Assembly.Load)).WithFilePath(CellErrors.FileOf(number));
            _state = await RunAsync(cell.Code, cancellation).ConfigureAwait(false);
            if (_state.Exception is null) return TryShow(_state.ReturnValue, outputs);
            outputs.Add(CellErrors.Of(_state.Exception));
        }
        catch (CellFaultException fault)
        {
            outputs.Add(CellErrors.Of(number, fault));
        }
        catch (CompilationErrorException fault)
        {
            outputs.Add(CellErrors.Of(fault.Diagnostics));
        }

        return false;
    }

    /// <summary>Shows what a cell came to. That may run code of the cell: a list that is computed as it is read, a ToString.</summary>
    private static bool TryShow(object? value, CellOutputs outputs)
    {
        try
        {
            if (value is not null) outputs.Add(new DataOutput(MimeForms.Of(value), IsResult: true));
            return true;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            outputs.Add(CellErrors.Of(e));
            return false;
        }
    }

    /// <summary>All of .NET that this process runs on, whatever it has loaded of it so far.</summary>
    private static IEnumerable<MetadataReference> Framework()
    {
        string? folder = Path.GetDirectoryName(typeof(object).Assembly.Location);
        string[] trusted = ((string?)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") ?? "").Split(Path.PathSeparator);
        return trusted.Where(file => Path.GetDirectoryName(file) == folder).Select(file => MetadataReference.CreateFromFile(file));
    }

    private Task<ScriptState<object>> RunAsync(string code, CancellationToken cancellation) => _state is null
        ? CSharpScript.Create<object>(code, _options, typeof(CellGlobals)).RunAsync(_globals, e => true, cancellation)
        : _state.Script.ContinueWith<object>(code, _options).RunFromAsync(_state, e => true, cancellation);
}
