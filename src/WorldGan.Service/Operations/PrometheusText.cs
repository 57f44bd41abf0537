using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;

namespace WorldGan.Service.Operations;

/// <summary>
/// The instruments of the service as Prometheus reads them (text format 0.0.4): counters as they are, gauges by their last value, histograms by their
/// bounds, sum and count.
/// </summary>
internal sealed class PrometheusText : IDisposable
{
    /// <summary>Bounds where an instrument advises none: seconds from 10 µs to 10 s.</summary>
    private static readonly double[] DefaultBounds = [1e-5, 2.5e-5, 5e-5, 1e-4, 2.5e-4, 5e-4, 1e-3, 2.5e-3, 5e-3, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

    private readonly MeterListener _listener = new();
    private readonly SortedDictionary<string, Family> _families = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();

    /// <summary>Begins to listen to all instruments of the service that one container made.</summary>
    /// <param name="meters">Who makes the meters; those of another host in the process are not shown.</param>
    public PrometheusText(IMeterFactory meters)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == ServiceMeter.Name && ReferenceEquals(instrument.Meter.Scope, meters)) listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Record(instrument, value, tags));
        _listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Record(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Record(instrument, value, tags));
        _listener.SetMeasurementEventCallback<float>((instrument, value, tags, _) => Record(instrument, value, tags));
        _listener.Start();
    }

    /// <summary>What is known now.</summary>
    public string Write()
    {
        _listener.RecordObservableInstruments();
        var text = new StringBuilder();
        lock (_lock)
            foreach ((string name, Family family) in _families) family.Write(name, text);
        return text.ToString();
    }

    /// <inheritdoc/>
    public void Dispose() => _listener.Dispose();

    private void Record(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        string labels = Labels(tags);
        lock (_lock)
        {
            string name = NameOf(instrument);
            if (!_families.TryGetValue(name, out Family? family)) _families[name] = family = new Family(instrument);
            family.Record(labels, value);
        }
    }

    private static string NameOf(Instrument instrument) =>
        instrument.Name.Replace('.', '_') + (IsCounter(instrument) ? "_total" : instrument.Unit switch { "s" => "_seconds", "By" => "_bytes", _ => "" });

    private static bool IsCounter(Instrument instrument) => instrument.GetType() is { IsGenericType: true } type && type.GetGenericTypeDefinition() is { } generic && (generic == typeof(Counter<>) || generic == typeof(ObservableCounter<>));

    private static bool IsHistogram(Instrument instrument) => instrument.GetType() is { IsGenericType: true } type && type.GetGenericTypeDefinition() == typeof(Histogram<>);

    private static string Labels(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var labels = new List<string>();
        foreach ((string key, object? value) in tags) labels.Add($"{key.Replace('.', '_')}=\"{Escape(Convert.ToString(value, CultureInfo.InvariantCulture) ?? "")}\"");
        return string.Join(',', labels);
    }

    private static string Escape(string value) => value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);

    /// <summary>One instrument with all its labels.</summary>
    private sealed class Family(Instrument instrument)
    {
        private readonly double[]? _bounds = IsHistogram(instrument) ? [.. BoundsOf(instrument)] : null;
        private readonly bool _isSum = instrument.GetType() is { IsGenericType: true } type && (type.GetGenericTypeDefinition() == typeof(Counter<>) || type.GetGenericTypeDefinition() == typeof(UpDownCounter<>));
        private readonly SortedDictionary<string, Series> _series = new(StringComparer.Ordinal);

        public void Record(string labels, double value)
        {
            if (!_series.TryGetValue(labels, out Series? series)) _series[labels] = series = new Series(_bounds?.Length ?? 0);
            series.Count++;
            series.Value = _isSum || _bounds is not null ? series.Value + value : value;
            for (int i = 0; i < (_bounds?.Length ?? 0); i++)
                if (value <= _bounds![i]) series.AtMost[i]++;
        }

        public void Write(string name, StringBuilder text)
        {
            text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {instrument.Description}\n# TYPE {name} {(_bounds is not null ? "histogram" : IsCounter(instrument) ? "counter" : "gauge")}\n");
            foreach ((string labels, Series series) in _series)
            {
                if (_bounds is null)
                {
                    Line(text, name, labels, series.Value);
                    continue;
                }

                string prefix = labels.Length == 0 ? "" : labels + ",";
                for (int i = 0; i < _bounds.Length; i++) Line(text, name + "_bucket", string.Create(CultureInfo.InvariantCulture, $"{prefix}le=\"{_bounds[i]}\""), series.AtMost[i]);
                Line(text, name + "_bucket", prefix + "le=\"+Inf\"", series.Count);
                Line(text, name + "_sum", labels, series.Value);
                Line(text, name + "_count", labels, series.Count);
            }
        }

        private static IEnumerable<double> BoundsOf(Instrument instrument) => instrument switch
        {
            Histogram<double> { Advice.HistogramBucketBoundaries: { } bounds } => bounds,
            _ => DefaultBounds,
        };

        private static void Line(StringBuilder text, string name, string labels, double value) =>
            text.Append(name).Append(labels.Length == 0 ? "" : "{" + labels + "}").Append(' ').Append(value.ToString(CultureInfo.InvariantCulture)).Append('\n');
    }

    private sealed class Series(int bounds)
    {
        public double Value { get; set; }

        public long Count { get; set; }

        public long[] AtMost { get; } = new long[bounds];
    }
}
