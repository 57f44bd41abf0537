using Microsoft.Extensions.Logging;

namespace WorldGan.Service.Tests;

/// <summary>Remembers how bad each line was, and of which fault.</summary>
internal sealed class HeardLog<T> : ILogger<T>
{
    public List<(LogLevel Level, string? Fault)> Heard { get; } = [];

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => Heard.Add((logLevel, exception?.Message));
}
