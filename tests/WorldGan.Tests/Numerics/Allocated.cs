namespace WorldGan.Tests.Numerics;

/// <summary>What work leaves to the garbage collector.</summary>
internal static class Allocated
{
    /// <summary>
    /// Bytes that this thread allocates in a hundred repetitions, the least of three times after fifty to warm up: now and then the runtime allocates
    /// something once, on whichever thread is at hand.
    /// </summary>
    public static long Bytes(Action work)
    {
        for (int i = 0; i < 50; i++) work();
        return Enumerable.Range(0, 3).Min(_ => OfHundred(work));
    }

    private static long OfHundred(Action work)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++) work();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
