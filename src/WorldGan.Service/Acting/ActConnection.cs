using System.Buffers;
using System.Net.Sockets;
using WorldGan.Service.Hosting;
using WorldGan.Service.Operations;

namespace WorldGan.Service.Acting;

/// <summary>One robot at the socket: lines in, lines out.</summary>
internal sealed class ActConnection(Socket socket, int longestLine, Func<string, ActingWorld> find, ActMetrics metrics, ILogger log)
{
    private static readonly byte[] LineEnd = "\n"u8.ToArray();

    private readonly ActDesk _desk = new();
    private byte[] _buffer = new byte[1 << 12];
    private byte[] _line = new byte[1 << 10];              // of an answer with its end

    /// <summary>Answers until the robot goes.</summary>
    /// <exception cref="SocketException">The connection broke.</exception>
    public void Run()
    {
        int begin = 0, end = 0, searched = 0;
        while (true)
        {
            int length = _buffer.AsSpan(searched, end - searched).IndexOf(LineEnd);
            if (length >= 0)
            {
                Answer(new ReadOnlySequence<byte>(_buffer, begin, searched + length - begin));
                begin = searched = searched + length + 1;
                continue;
            }

            _buffer.AsSpan(begin, end - begin).CopyTo(_buffer);
            (begin, end) = (0, end - begin);
            searched = end;
            if (end == _buffer.Length)
            {
                if (end >= longestLine)
                {
                    Send(_desk.Refuse(new ProblemException(413, $"Expected a line of at most {longestLine} bytes, got more.")));
                    return;                                    // what follows is no line
                }

                Array.Resize(ref _buffer, Math.Min(2 * end, longestLine));
            }

            int count = socket.Receive(_buffer, end, _buffer.Length - end, SocketFlags.None);
            if (count == 0) return;
            end += count;
        }
    }

    private void Answer(in ReadOnlySequence<byte> question)
    {
        long begun = metrics.Now();
        ReadOnlyMemory<byte> answer;
        try
        {
            ActingWorld? asked = null;
            answer = _desk.Answer(question, name => asked = find(name));
            metrics.Answered(asked!.Hosted.Name, begun);
        }
        catch (Exception e)                                    // on a thread of one's own nobody else would catch it, and the process would end
        {
            answer = _desk.Refuse(Problem.Of(e) ?? Failed(e));
        }

        Send(answer);
    }

    private ProblemException Failed(Exception e)
    {
        log.LineFailed(e);
        return ProblemException.Failed(e);
    }

    private void Send(ReadOnlyMemory<byte> answer)
    {
        if (_line.Length < answer.Length + 1) _line = new byte[2 * answer.Length];
        answer.Span.CopyTo(_line);
        _line[answer.Length] = LineEnd[0];
        for (int sent = 0, length = answer.Length + 1; sent < length;) sent += socket.Send(_line, sent, length - sent, SocketFlags.None);
    }
}
