using FsCheck.Xunit;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace WorldGan.Tests.Standins;

/// <summary>Runs one law through xunit's own machinery and takes its verdict.</summary>
internal sealed class LawRunner : LongLivedMarshalByRefObject, IMessageBus
{
    private readonly List<IMessageSinkMessage> _messages = [];

    /// <summary>The one verdict: passed, failed or skipped.</summary>
    public static async Task<ITestResultMessage> Run(Type lawClass, string law)
    {
        var runner = new LawRunner();
        var assembly = new TestAssembly(new ReflectionAssemblyInfo(lawClass.Assembly));
        var testClass = new TestClass(new TestCollection(assembly, null, "laws"), new ReflectionTypeInfo(lawClass));
        var method = new TestMethod(testClass, new ReflectionMethodInfo(lawClass.GetMethod(law)!));
        var sink = new NullMessageSink();

        IXunitTestCase testCase = Assert.Single(new PropertyDiscoverer(sink).Discover(new DefaultOptions(), method, FactOf(method)));
        object[] arguments = lawClass.GetConstructors()[0].GetParameters().Length == 0 ? [] : [(Func<TestOutputHelper>)(() => new TestOutputHelper())];
        using var cancellation = new CancellationTokenSource();
        await testCase.RunAsync(sink, runner, arguments, new ExceptionAggregator(), cancellation);
        return Assert.Single(runner._messages.OfType<ITestResultMessage>());
    }

    public bool QueueMessage(IMessageSinkMessage message)
    {
        _messages.Add(message);
        return true;
    }

    public void Dispose()
    {
    }

    private static IAttributeInfo FactOf(TestMethod method) => method.Method.GetCustomAttributes(typeof(PropertyAttribute)).Single();

    private sealed class DefaultOptions : LongLivedMarshalByRefObject, ITestFrameworkDiscoveryOptions
    {
        public TValue GetValue<TValue>(string name) => default!;

        public void SetValue<TValue>(string name, TValue value)
        {
        }
    }
}
