using System.Buffers;
using System.Text;
using WorldGan.Service.Acting;
using WorldGan.Service.Hosting;

namespace WorldGan.Service.Tests.Acting;

/// <summary>Questions that were spoilt: each is read, or refused with a sentence, and the next one is read as if there had been none.</summary>
public class QuestionFuzzTests
{
    private const int Inputs = 100_000;

    private static readonly string[] Good =
    [
        "{\"world\":\"arm\",\"states\":[[0.1,-2e-3],[3,4]]}",
        " { \"states\" : [ ] , \"world\" : \"a\" } ",
        "{\"states\":[[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17]],\"world\":\"x-1\"}",
    ];

    private static readonly byte[] Likely = "{}[]\",:0123456789.eE+-\\u trfalsn\n\0\xff"u8.ToArray();

    [Fact]
    public void Spoilt_questions_are_read_or_refused()
    {
        var random = new Random(11);
        var question = new ActQuestion();
        for (int i = 0; i < Inputs; i++)
        {
            byte[] bytes = Spoil(Encoding.UTF8.GetBytes(Good[random.Next(Good.Length)]), random);
            try
            {
                question.Read(InPieces(bytes, random), namesWorld: true);
                for (int s = 0; s < question.States; s++) _ = question.State(s).Length;
            }
            catch (ProblemException e)
            {
                Assert.Equal(400, e.Status);
                Assert.EndsWith(".", e.Message, StringComparison.Ordinal);
            }

            if (i % 100 != 0) continue;
            question.Read(new ReadOnlySequence<byte>(Encoding.UTF8.GetBytes(Good[0])), namesWorld: true);
            Assert.Equal((2, "arm", 0.1), (question.States, question.World, question.State(0)[0]));
        }
    }

    private static byte[] Spoil(byte[] bytes, Random random)
    {
        var spoilt = bytes.ToList();
        for (int change = random.Next(1, 4); change > 0; change--)
        {
            int at = random.Next(spoilt.Count + 1);
            switch (random.Next(4))
            {
                case 0: spoilt.Insert(at, Likely[random.Next(Likely.Length)]); break;
                case 1 when at < spoilt.Count: spoilt.RemoveRange(at, random.Next(spoilt.Count - at + 1)); break;
                case 2 when at < spoilt.Count: spoilt[at] = (byte)random.Next(256); break;
                default: spoilt.InsertRange(at, spoilt.Take(random.Next(8)).ToArray()); break;
            }
        }

        return [.. spoilt];
    }

    /// <summary>As a network may deliver it.</summary>
    private static ReadOnlySequence<byte> InPieces(byte[] bytes, Random random)
    {
        if (bytes.Length < 2 || random.Next(2) == 0) return new ReadOnlySequence<byte>(bytes);
        int cut = random.Next(1, bytes.Length);
        var first = new Piece(bytes.AsMemory(0, cut), 0);
        Piece last = first.Then(bytes.AsMemory(cut));
        return new ReadOnlySequence<byte>(first, 0, last, bytes.Length - cut);
    }

    private sealed class Piece : ReadOnlySequenceSegment<byte>
    {
        public Piece(ReadOnlyMemory<byte> bytes, long before) => (Memory, RunningIndex) = (bytes, before);

        public Piece Then(ReadOnlyMemory<byte> bytes)
        {
            var next = new Piece(bytes, RunningIndex + Memory.Length);
            Next = next;
            return next;
        }
    }
}
