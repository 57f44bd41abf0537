using System.Text;
using Microsoft.FSharp.Collections;
using Microsoft.FSharp.Core;

namespace FsCheck.Xunit;

/// <summary>Takes what FsCheck reports during one run of one law.</summary>
internal sealed class PropertyRun(StringBuilder output) : IRunner
{
    private TestResult? _result;

    public void OnStartFixture(Type t)
    {
    }

    public void OnArguments(int ntest, FSharpList<object> args, FSharpFunc<int, FSharpFunc<FSharpList<object>, string>> every) =>
        output.Append(every.Invoke(ntest).Invoke(args));

    public void OnShrink(FSharpList<object> args, FSharpFunc<FSharpList<object>, string> everyShrink) => output.Append(everyShrink.Invoke(args));

    public void OnFinished(string name, TestResult testResult) => _result = testResult;

    /// <summary>Writes how the run ended, and throws unless every case held.</summary>
    public void ThrowIfBroken()
    {
        switch (_result)
        {
            case TestResult.Passed:
                output.Append(Runner.onFinishedToString("", _result));
                return;
            case TestResult.Failed { Item4: Outcome.Failed thrown } f:
                string report = Runner.onFailureToString("", f.Item1, f.Item2, f.Item3, f.Item5, f.Item6, f.Item7);
                throw new PropertyFailedException(Environment.NewLine + report, thrown.Item);
            case null:
                throw new InvalidOperationException("Expected FsCheck to report a result, got none.");
            default:
                throw new PropertyFailedException(Environment.NewLine + Runner.onFinishedToString("", _result));
        }
    }
}
