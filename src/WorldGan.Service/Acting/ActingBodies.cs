using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using WorldGan.Service.Hosting;

namespace WorldGan.Service.Acting;

/// <summary>Reads questions and sends answers, and bounds the memory that they take.</summary>
/// <param name="options">What is too long, and too much at once.</param>
internal sealed class ActingBodies(ActingOptions options)
{
    /// <summary>How long an answer may take to its reader: enough for the largest one at a megabyte a second.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    /// <summary>What every connection may have in memory: bodies of this length are not counted.</summary>
    private const int Short = 1 << 16;

    /// <summary>Room of the bodies that are longer and still on their way.</summary>
    public BodyRoom Room { get; } = new(options.MaxQueuedBytes, "of questions and answers on their way");

    /// <summary>Reads a question in JSON.</summary>
    /// <param name="context">Whose body it is.</param>
    /// <param name="type">What the question is.</param>
    /// <param name="keys">The keys that it may have, in words.</param>
    /// <exception cref="ProblemException">It is none (400), or too long (413), or there is no room for it now (429).</exception>
    public ValueTask<T> ReadAsync<T>(HttpContext context, JsonTypeInfo<T> type, string keys) where T : class =>
        ReadAsync(context, body => Parse(body, type, keys));

    /// <summary>Reads the whole body, and makes something of it while it stands in the server's own buffers.</summary>
    public async ValueTask<T> ReadAsync<T>(HttpContext context, Func<ReadOnlySequence<byte>, T> make)
    {
        if (context.Request.ContentLength > options.MaxRequestBytes) throw BodyBound.TooLong(options.MaxRequestBytes);
        PipeReader reader = context.Request.BodyReader;
        BodyRoom.Place? place = null;
        try
        {
            while (true)
            {
                ReadResult read = await reader.ReadAsync(context.RequestAborted);
                try
                {
                    if (read.Buffer.Length > options.MaxRequestBytes) throw BodyBound.TooLong(options.MaxRequestBytes);
                    if (read.IsCompleted) return make(read.Buffer);
                    if (read.Buffer.Length > Short) (place ??= Room.Take(0)).GrowTo(read.Buffer.Length);
                }
                finally
                {
                    reader.AdvanceTo(read.IsCompleted ? read.Buffer.End : read.Buffer.Start, read.Buffer.End);      // whatever happens: else the connection could serve no further request
                }
            }
        }
        finally
        {
            place?.Dispose();
        }
    }

    /// <summary>Sends an answer. Whoever reads it too slowly is cut off: until its end it stands in memory.</summary>
    /// <param name="context">Whose answer it is.</param>
    /// <param name="answer">All of it.</param>
    /// <param name="contentType">What it is.</param>
    /// <param name="patience">How long its reader may take; <see cref="Longest"/> by default.</param>
    /// <exception cref="ProblemException">There is no room for it now (429).</exception>
    public async Task SendAsync(HttpContext context, ReadOnlyMemory<byte> answer, string contentType, TimeSpan? patience = null)
    {
        using BodyRoom.Place? place = answer.Length > Short ? Room.Take(answer.Length) : null;
        context.Response.ContentType = contentType;
        context.Response.ContentLength = answer.Length;
        if (place is null) await context.Response.BodyWriter.WriteAsync(answer, context.RequestAborted);
        else await SendInPiecesAsync(context, answer, patience ?? Longest);
    }

    /// <summary>Sends an answer as JSON.</summary>
    /// <exception cref="ProblemException">There is no room for it now (429).</exception>
    public Task SendAsync<T>(HttpContext context, T answer, JsonTypeInfo<T> type) => SendAsync(context, JsonSerializer.SerializeToUtf8Bytes(answer, type), "application/json; charset=utf-8");

    private static async Task SendInPiecesAsync(HttpContext context, ReadOnlyMemory<byte> answer, TimeSpan patience)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        limit.CancelAfter(patience);
        try
        {
            for (int sent = 0; sent < answer.Length; sent += Short)                       // at once it would stand in the server's buffers a second time
                await context.Response.BodyWriter.WriteAsync(answer.Slice(sent, Math.Min(Short, answer.Length - sent)), limit.Token);
        }
        catch (OperationCanceledException) when (!context.RequestAborted.IsCancellationRequested)
        {
            context.Abort();                                       // too late for a status
        }
    }

    private static T Parse<T>(in ReadOnlySequence<byte> body, JsonTypeInfo<T> type, string keys) where T : class
    {
        try
        {
            var reader = new Utf8JsonReader(body);
            T? question = JsonSerializer.Deserialize(ref reader, type);
            if (reader.Read()) throw new ProblemException(400, "Expected one object, got something behind it.");
            return question ?? throw new ProblemException(400, "Expected an object, got null.");
        }
        catch (JsonException e)
        {
            throw new ProblemException(400, $"Line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}: expected {What(e.Path, type, keys)}.", e);
        }
    }

    private static string What(string? path, JsonTypeInfo type, string keys)
    {
        string key = path?.TrimStart('$', '.') ?? "";
        if (key.Length == 0) return $"an object with any of {keys}, got something else";
        return type.Properties.Any(property => key.Split('[')[0] == property.Name) ? $"a value that fits '{key}', got something else" : $"an object with any of {keys}, got another key";
    }
}
