namespace WorldGan.Tests.Numerics;

/// <summary>What work leaves to the garbage collector.</summary>
internal static class Allocated
{
    /// <summary>Bytes that this thread allocates in a hundred repetitions, after fifty to warm up.</summary>
    public static long Bytes(Action work)
    {
        for (int i = 0; i < 50; i++) work();
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++) work();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
