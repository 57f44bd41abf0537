using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace WorldGan.Benchmarks.Serving.Load;

/// <summary>One connection that is kept: a request is sent as the bytes that it is, and of an answer no more is read than where it ends. So the client costs little beside the service.</summary>
internal sealed class HttpConnection : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] _answer = new byte[1 << 16];

    public HttpConnection(Uri address) => _socket.Connect(new IPEndPoint(IPAddress.Parse(address.Host), address.Port));

    /// <summary>The head of a POST request.</summary>
    public static byte[] Head(string path, string contentType, int bodyLength) => Encoding.ASCII.GetBytes(string.Create(
        CultureInfo.InvariantCulture, $"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: {contentType}\r\nContent-Length: {bodyLength}\r\n\r\n"));

    /// <summary>Sends a request, which may be in two parts, and waits for its answer.</summary>
    /// <exception cref="IOException">It is not 200.</exception>
    public void Ask(ReadOnlySpan<byte> head, ReadOnlySpan<byte> body = default)
    {
        Send(head);
        Send(body);
        int length = 0;
        while (!IsWhole(_answer.AsSpan(0, length)))
        {
            int count = _socket.Receive(_answer, length, _answer.Length - length, SocketFlags.None);
            if (count == 0) throw new IOException("Expected an answer of the service, got the end of the connection.");
            length += count;
        }

        if (!_answer.AsSpan(0, length).StartsWith("HTTP/1.1 200"u8)) throw new IOException($"Expected 200 of the service, got: {Encoding.UTF8.GetString(_answer, 0, length)}");
    }

    public void Dispose() => _socket.Dispose();

    private void Send(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty) bytes = bytes[_socket.Send(bytes, SocketFlags.None)..];
    }

    private static bool IsWhole(ReadOnlySpan<byte> answer)
    {
        int head = answer.IndexOf("\r\n\r\n"u8);
        if (head < 0) return false;
        ReadOnlySpan<byte> name = "Content-Length: "u8;
        int at = answer[..head].IndexOf(name);
        if (at < 0) return answer.EndsWith("\r\n0\r\n\r\n"u8);         // in chunks
        int length = 0;
        for (int i = at + name.Length; answer[i] is >= (byte)'0' and <= (byte)'9'; i++) length = (10 * length) + answer[i] - '0';
        return answer.Length >= head + 4 + length;
    }
}
