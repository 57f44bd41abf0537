namespace WorldGan.Service.Tests;

/// <summary>Waits for what has to come about, so that a test fails where it does not.</summary>
internal static class Wait
{
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    /// <exception cref="TimeoutException">It did not come about.</exception>
    public static async Task UntilAsync(Func<bool> holds)
    {
        for (long start = Environment.TickCount64; !holds(); await Task.Yield())
            if (Environment.TickCount64 - start > Longest.TotalMilliseconds) throw new TimeoutException($"It did not come about within {Longest.TotalSeconds} s.");
    }
}
