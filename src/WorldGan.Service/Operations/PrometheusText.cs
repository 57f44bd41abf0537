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
    private readonly Dictionary<Instrument, Family> _byInstrument = [];
    private readonly Lock _lock = new(), _writing = new();

    /// <summary>Begins to listen to all instruments of the service that one container made.</summary>
    /// <param name="meters">Who makes the meters; those of another host in the process are not shown.</param>
    public PrometheusText(IMeterFactory meters)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            bool isOwn = instrument.Meter.Name == ServiceMeter.Name && ReferenceEquals(instrument.Meter.Scope, meters);
            if (isOwn || instrument.Meter.Name == ServiceMeter.Runtime) listener.EnableMeasurementEvents(instrument);
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
        var text = new StringBuilder();
        lock (_writing)
        {
            lock (_lock)
                foreach (Family family in _families.Values) family.Forget();
            _listener.RecordObservableInstruments();
            lock (_lock)
                foreach ((string name, Family family) in _families) family.Write(name, text);
        }

        return text.ToString();
    }

    /// <inheritdoc/>
    public void Dispose() => _listener.Dispose();

    /// <summary>A measurement of what was measured before makes no garbage: an answer to a robot is measured, too.</summary>
    private void Record(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        lock (_lock)
        {
            if (!_byInstrument.TryGetValue(instrument, out Family? family)) _byInstrument[instrument] = family = FamilyOf(instrument);
            family.Record(tags, value);
        }
    }

    /// <summary>Instruments of one name are one family.</summary>
    private Family FamilyOf(Instrument instrument)
    {
        string name = NameOf(instrument);
        return _families.TryGetValue(name, out Family? there) ? there : _families[name] = new Family(instrument);
    }

    private static string NameOf(Instrument instrument) =>
        instrument.Name.Replace('.', '_') + instrument.Unit switch { "s" => "_seconds", "By" => "_bytes", _ => "" } + (IsCounter(instrument) ? "_total" : "");

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
        private Series? _last;

        /// <summary>What is observed anew at every look is no longer so where it is not observed again: the progress of a job that has ended.</summary>
        public void Forget()
        {
            if (!instrument.IsObservable) return;
            _series.Clear();
            _last = null;
        }

        public void Record(ReadOnlySpan<KeyValuePair<string, object?>> tags, double value)
        {
            Series series = _last?.Has(tags) == true ? _last : _last = Find(tags);
            series.Count++;
            series.Value = _isSum || _bounds is not null ? series.Value + value : value;
            for (int i = 0; i < (_bounds?.Length ?? 0); i++)
                if (value <= _bounds![i]) series.AtMost[i]++;
        }

        public void Write(string name, StringBuilder text)
        {
            if (_series.Count == 0) return;
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

        private Series Find(ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            string labels = Labels(tags);
            return _series.TryGetValue(labels, out Series? there) ? there : _series[labels] = new Series([.. tags], _bounds?.Length ?? 0);
        }

        private static IEnumerable<double> BoundsOf(Instrument instrument) => instrument switch
        {
            Histogram<double> { Advice.HistogramBucketBoundaries: { } bounds } => bounds,
            _ => DefaultBounds,
        };

        private static void Line(StringBuilder text, string name, string labels, double value) =>
            text.Append(name).Append(labels.Length == 0 ? "" : "{" + labels + "}").Append(' ').Append(value.ToString(CultureInfo.InvariantCulture)).Append('\n');
    }

    private sealed class Series(KeyValuePair<string, object?>[] tags, int bounds)
    {
        public double Value { get; set; }

        public long Count { get; set; }

        public long[] AtMost { get; } = new long[bounds];

        public bool Has(ReadOnlySpan<KeyValuePair<string, object?>> others)
        {
            if (others.Length != tags.Length) return false;
            for (int i = 0; i < tags.Length; i++)
                if (others[i].Key != tags[i].Key || !Equals(others[i].Value, tags[i].Value)) return false;
            return true;
        }
    }
}
