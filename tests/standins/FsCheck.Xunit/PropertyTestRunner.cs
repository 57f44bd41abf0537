using System.Reflection;
using System.Text;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace FsCheck.Xunit;

/// <summary>Runs a law with the life cycle that xunit gives to every test, and adds FsCheck's words to the test's output.</summary>
internal sealed class PropertyTestRunner(ITest test, IMessageBus bus, Type testClass, object[] constructorArguments, MethodInfo testMethod, string skipReason,
    IReadOnlyList<BeforeAfterTestAttribute> beforeAfter, ExceptionAggregator aggregator, CancellationTokenSource cancellation)
    : XunitTestRunner(test, bus, testClass, constructorArguments, testMethod, [], skipReason, beforeAfter, aggregator, cancellation)
{
    private readonly StringBuilder _output = new();

    protected override async Task<Tuple<decimal, string>> InvokeTestAsync(ExceptionAggregator aggregator)
    {
        Tuple<decimal, string> timeAndOutput = await base.InvokeTestAsync(aggregator).ConfigureAwait(false);
        return Tuple.Create(timeAndOutput.Item1, timeAndOutput.Item2 + _output);
    }

    protected override Task<decimal> InvokeTestMethodAsync(ExceptionAggregator aggregator) =>
        new Invoker(Test, MessageBus, TestClass, ConstructorArguments, TestMethod, BeforeAfterAttributes, aggregator, CancellationTokenSource, _output).RunAsync();

    private sealed class Invoker(ITest test, IMessageBus bus, Type testClass, object[] constructorArguments, MethodInfo testMethod,
        IReadOnlyList<BeforeAfterTestAttribute> beforeAfter, ExceptionAggregator aggregator, CancellationTokenSource cancellation, StringBuilder output)
        : XunitTestInvoker(test, bus, testClass, constructorArguments, testMethod, [], beforeAfter, aggregator, cancellation)
    {
        protected override async Task<decimal> InvokeTestMethodAsync(object testClassInstance)
        {
            // On a thread of its own: FsCheck waits for the tasks of asynchronous laws.
            await Aggregator.RunAsync(() => Timer.AggregateAsync(() => Task.Run(() => Check(testClassInstance)))).ConfigureAwait(false);
            return Timer.Total;
        }

        private void Check(object? instance)
        {
            var report = new PropertyRun(output);
            Config config = PropertySettings.Of(TestClass, TestMethod).ToConfig().WithRunner(report);
            FsCheck.Check.Method(config, TestMethod, instance is null ? null : Microsoft.FSharp.Core.FSharpOption<object>.Some(instance));
            report.ThrowIfBroken();
        }
    }
}
