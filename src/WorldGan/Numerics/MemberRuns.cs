namespace WorldGan.Numerics;

/// <summary>
/// Runs the trainings of an ensemble in turns: a free thread takes the member that is furthest behind for some steps. So all threads have work until
/// the end, and as members share nothing, neither threads nor turns change a bit.
/// </summary>
internal static class MemberRuns
{
    /// <summary>Trains every member to its end, going on from its checkpoint where there is one.</summary>
    /// <param name="members">Number of members.</param>
    /// <param name="session">Threads, progress, cancellation and checkpoints.</param>
    /// <param name="name">What is trained; checkpoints are called name-member.</param>
    /// <param name="start">Makes the training of a member from nothing.</param>
    /// <param name="finish">Takes a finished member.</param>
    /// <exception cref="InvalidOperationException">A loss or an array of a member is not finite; its last checkpoint is left as it was.</exception>
    public static void Run(int members, TrainingSession session, string name, Func<int, IMemberRun> start, Action<int, IMemberRun> finish)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(session.Cancellation);
        List<MemberTurns> waiting = [.. Enumerable.Range(0, members).Select(index => new MemberTurns(index, members, session with { Cancellation = stop.Token }, name, start, finish))];
        int threads = Math.Clamp(session.Threads, 1, Math.Max(members, 1));
        ParallelLoop.Run(threads, threads, CancellationToken.None, _ =>
        {
            while (Take(waiting) is { } member)
                try
                {
                    if (member.Go()) PutBack(waiting, member);
                }
                catch
                {
                    stop.Cancel();                         // the others save what they have
                    throw;
                }
        });
        session.Cancellation.ThrowIfCancellationRequested();
    }

    private static MemberTurns? Take(List<MemberTurns> waiting)
    {
        lock (waiting)
        {
            MemberTurns? next = waiting.MinBy(member => member.StepsDone);
            if (next is not null) waiting.Remove(next);
            return next;
        }
    }

    private static void PutBack(List<MemberTurns> waiting, MemberTurns member)
    {
        lock (waiting) waiting.Add(member);
    }
}
