using WorldGan.Numerics;

namespace WorldGan.Tests.Numerics;

public class SparesTests
{
    [Fact]
    public void A_thread_that_comes_back_gets_what_it_had()
    {
        var spares = new Spares<object>(() => new object());
        object mine = spares.Take(), others = TakeElsewhere(spares);
        ReturnElsewhere(spares, others);
        spares.Return(mine);
        Assert.Same(mine, spares.Take());
    }

    [Fact]
    public void None_serves_two_at_once_and_none_is_lost()
    {
        int made = 0;
        var spares = new Spares<object>(() => made++);
        object[] taken = [spares.Take(), spares.Take(), spares.Take()];
        Assert.Equal(3, taken.Distinct(ReferenceEqualityComparer.Instance).Count());
        foreach (object spare in taken) spares.Return(spare);
        object[] again = [spares.Take(), spares.Take(), TakeElsewhere(spares)];
        Assert.Equal(3, made);
        Assert.Equal(3, again.Distinct(ReferenceEqualityComparer.Instance).Count());
    }

    private static object TakeElsewhere(Spares<object> spares)
    {
        object? taken = null;
        Elsewhere(() => taken = spares.Take());
        return taken!;
    }

    private static void ReturnElsewhere(Spares<object> spares, object spare) => Elsewhere(() => spares.Return(spare));

    private static void Elsewhere(ThreadStart what)
    {
        Thread thread;
        do thread = new Thread(what);
        while ((thread.ManagedThreadId - Environment.CurrentManagedThreadId) % 64 == 0); // these share a place
        thread.Start();
        thread.Join();
    }
}
