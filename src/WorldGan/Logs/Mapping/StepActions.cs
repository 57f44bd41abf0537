namespace WorldGan.Logs.Mapping;

/// <summary>The action of a step: the one that was in force for the longest part of it. A command follows on the state that it answers, so the one in force when a step begins is that of the step before.</summary>
/// <param name="actions">Number of actions.</param>
internal sealed class StepActions(int actions)
{
    private readonly long[] _inForce = new long[actions];
    private int _current;
    private long _since;

    /// <summary>Another command comes.</summary>
    public void Change(int action, long time)
    {
        _inForce[_current] += time - _since;
        (_current, _since) = (action, time);
    }

    /// <summary>Begins a step.</summary>
    public void Begin(long time)
    {
        Array.Clear(_inForce);
        _since = time;
    }

    /// <summary>The action of the step that ends here.</summary>
    public int End(long time)
    {
        Change(_current, time);
        int longest = 0;
        for (int action = 1; action < _inForce.Length; action++)
            if (_inForce[action] > _inForce[longest]) longest = action;
        return longest;
    }
}
