using System.Runtime.InteropServices;

namespace WorldGan.Torch.CudaGraphs;

/// <summary>
/// Work that was given to a CUDA device once and can be given to it again all at once: one launch instead of hundreds (CUDA C++ Programming Guide, "CUDA Graphs"). It is for work that waits for launches,
/// not for the device.
/// </summary>
/// <remarks>
/// What is captured works on the same memory in each replay: it reads what its inputs hold then, and writes where it wrote. Inside it nothing may wait for the device or copy from or to the host, and random
/// numbers have to be those of the device's default generator, which go on from replay to replay. Tensors that were made inside and are to be read later must stay alive; all memory of the work is kept as long as the
/// graph. One thread uses a graph at a time, and while one captures no other may use the device. Where a capture fails libtorch is not whole again: its default generator and allocator may refuse
/// what comes after.
/// </remarks>
/// <example><code>
/// using var graph = CudaGraph.Capture(() => sum.copy_(left.mm(right).sum()));
/// left.copy_(other);
/// graph.Replay();
/// </code></example>
public sealed class CudaGraph : IDisposable
{
    private nint _graph;

    private CudaGraph(nint graph) => _graph = graph;

    /// <summary>What is missing for graphs; null where nothing is. A device may be missing all the same.</summary>
    public static string? WhyNot => GraphLibrary.WhyNot;

    /// <summary>Does the work a few times, so that all that is made at first use is there, and then captures it without doing it.</summary>
    /// <param name="work">Gives the current device all of it. Called <paramref name="warmUps"/> + 1 times.</param>
    /// <param name="warmUps">How often it is done before; from 1.</param>
    /// <exception cref="NotSupportedException">The library is missing; the message says how to get it.</exception>
    /// <exception cref="ExternalException">There is no device, or the work cannot be captured; the message is libtorch's.</exception>
    public static CudaGraph Capture(Action work, int warmUps = 3)
    {
        ArgumentNullException.ThrowIfNull(work);
        ArgumentOutOfRangeException.ThrowIfLessThan(warmUps, 1);
        if (WhyNot is { } reason) throw new NotSupportedException(reason);
        nint handle = GraphLibrary.worldgan_graph_enter();
        if (handle == 0) throw GraphLibrary.Failure();
        var graph = new CudaGraph(handle);
        bool captured = false;
        try
        {
            for (int i = 0; i < warmUps; i++) work();
            graph.Record(work);
            captured = true;
        }
        finally
        {
            Exception? notLeft = GraphLibrary.worldgan_graph_leave(handle) < 0 ? GraphLibrary.Failure() : null;
            if (!captured || notLeft is not null) graph.Dispose();
            if (captured && notLeft is not null) throw notLeft;
        }

        return graph;
    }

    /// <summary>Gives the device the work once more, and does not wait for it.</summary>
    /// <exception cref="ExternalException">The device did not take it; the message is libtorch's.</exception>
    public void Replay()
    {
        ObjectDisposedException.ThrowIf(_graph == 0, this);
        GraphLibrary.Check(GraphLibrary.worldgan_graph_replay(_graph));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        nint graph = Interlocked.Exchange(ref _graph, 0);
        if (graph != 0) GraphLibrary.worldgan_graph_free(graph);
    }

    // A capture has to be ended even where the work failed in it: until then the device takes nothing else, though libtorch may not be whole afterwards. Of two failures the work's says more.
    private void Record(Action work)
    {
        GraphLibrary.Check(GraphLibrary.worldgan_graph_begin(_graph));
        try
        {
            work();
        }
        catch
        {
            _ = GraphLibrary.worldgan_graph_end(_graph);
            throw;
        }

        GraphLibrary.Check(GraphLibrary.worldgan_graph_end(_graph));
    }
}
