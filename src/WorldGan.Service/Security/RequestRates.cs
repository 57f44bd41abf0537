using System.Collections.Concurrent;

namespace WorldGan.Service.Security;

/// <summary>Counts the requests of each key: a bucket holds what may come at once, and fills with the rate that may last.</summary>
/// <param name="options">The rate.</param>
/// <param name="time">What the time is.</param>
internal sealed class RequestRates(SecurityOptions options, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, Bucket> _buckets = new(StringComparer.Ordinal);     // one a name in keys.json

    /// <summary>Counts one request; false where it is one too many.</summary>
    public bool TryTake(string key)
    {
        Bucket bucket = _buckets.GetOrAdd(key, _ => new Bucket(options.RequestsPerSecond, time.GetTimestamp()));
        lock (bucket)
        {
            long now = time.GetTimestamp();
            bucket.Requests = Math.Min(options.RequestsPerSecond, bucket.Requests + time.GetElapsedTime(bucket.FilledAt, now).TotalSeconds * options.RequestsPerSecond);
            bucket.FilledAt = now;
            if (bucket.Requests < 1) return false;
            bucket.Requests--;
            return true;
        }
    }

    private sealed class Bucket(double requests, long filledAt)
    {
        public double Requests { get; set; } = requests;

        public long FilledAt { get; set; } = filledAt;
    }
}
