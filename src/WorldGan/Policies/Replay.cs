using WorldGan.Worlds;

namespace WorldGan.Policies;

/// <summary>A ring of imagined transitions in columns; the oldest are overwritten.</summary>
internal sealed class Replay(int capacity, int width)
{
    private readonly float[] _states = new float[capacity * width], _nextStates = new float[capacity * width], _rewards = new float[capacity];
    private readonly int[] _actions = new int[capacity];
    private readonly byte[] _endings = new byte[capacity];
    private readonly int[] _written = [0];

    /// <summary>Transitions held.</summary>
    public int Count => Math.Min(_written[0], capacity);

    /// <summary>Everything that must be saved to go on with the same bits.</summary>
    public IEnumerable<(string Name, Array Values)> State =>
        [("states", _states), ("nextStates", _nextStates), ("rewards", _rewards), ("actions", _actions), ("endings", _endings), ("written", _written)];

    public void Add(ReadOnlySpan<float> state, int action, float reward, ReadOnlySpan<float> next, Ending ending)
    {
        int at = _written[0] % capacity;
        _written[0] = _written[0] == int.MaxValue ? capacity + at + 1 : _written[0] + 1;
        state.CopyTo(_states.AsSpan(at * width));
        next.CopyTo(_nextStates.AsSpan(at * width));
        (_actions[at], _rewards[at], _endings[at]) = (action, reward, (byte)ending);
    }

    public ReadOnlySpan<float> StateAt(int index) => _states.AsSpan(index * width, width);

    public ReadOnlySpan<float> NextStateAt(int index) => _nextStates.AsSpan(index * width, width);

    public (int Action, float Reward, Ending Ending) StepAt(int index) => (_actions[index], _rewards[index], (Ending)_endings[index]);
}
