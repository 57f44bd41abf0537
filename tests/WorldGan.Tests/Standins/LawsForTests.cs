using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace WorldGan.Tests.Standins;

/// <summary>Laws that hold and laws that break, for <see cref="FsCheckXunitTests"/>. Private, so that no runner finds them by itself.</summary>
internal static class LawsForTests
{
    public sealed class Holding
    {
        [Property]
        public void Void(int x) => Assert.Equal(x, x + 0);

        [Property]
        public bool Bool(int x) => x == x + 0;

        [Property]
        public Property Law(int x) => (x * x >= 0 || x * (long)x > int.MaxValue).ToProperty();

        [Property]
        public async Task Task(int x)
        {
            await System.Threading.Tasks.Task.Yield();
            Assert.Equal(x, x + 0);
        }
    }

    public sealed class Broken
    {
        [Property]
        public void Void(int x) => Assert.True(x < 7, "too large");

        [Property]
        public bool Bool(int x) => x < 7;

        [Property]
        public Property Law(int x) => (x < 7).Label("x is below seven");

        [Property]
        public async Task Task(int x)
        {
            await System.Threading.Tasks.Task.Yield();
            Assert.True(x < 7, "too large");
        }

        [Property(MaxRejected = 5)]
        public Property Exhausted(int x) => true.When(x != x + 0);
    }

    [Properties(MaxTest = 7)]
    public sealed class Counted
    {
        public static int Calls { get; set; }

        [Property]
        public void As_the_class_says(int _) => Calls++;

        [Property(MaxTest = 3)]
        public void As_the_method_says(int _) => Calls++;
    }

    public sealed class Replayed
    {
        public static List<int> Seen { get; } = [];

        [Property(Replay = "(1145655947,296144285)", MaxTest = 5)]
        public void From_a_seed(int x) => Seen.Add(x);

        [Property(Replay = "(1145655947,296144285,40)")]
        public void One_case(int x) => Seen.Add(x);
    }

    public sealed class Sized
    {
        [Property(Arbitrary = [typeof(Eights)], StartSize = 3, EndSize = 3)]
        public void By_its_own_generator((int Value, int Size) drawn) => Assert.Equal((8, 3), drawn);
    }

    public static class Eights
    {
        public static Arbitrary<(int Value, int Size)> Pairs() => Gen.Sized(size => Gen.Constant((8, size))).ToArbitrary();
    }

    public sealed class Skipped
    {
        [Property(Skip = "no such machine")]
        public bool Law(int x) => false;
    }

    public sealed class WithLifeCycle(Xunit.Abstractions.ITestOutputHelper output) : IDisposable
    {
        public static int Disposed { get; set; }

        [Property(Verbose = true, MaxTest = 2)]
        public void Law(int x) => output.WriteLine($"drew {x}");

        public void Dispose() => Disposed++;
    }
}
