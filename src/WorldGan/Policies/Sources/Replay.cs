using WorldGan.Worlds;

namespace WorldGan.Policies.Sources;

/// <summary>A ring of transitions in columns; the oldest are overwritten.</summary>
internal sealed class Replay(int capacity, int width, ISampler? sampler = null) : ITransitions
{
    private readonly float[] _states = new float[capacity * width], _nextStates = new float[capacity * width], _rewards = new float[capacity];
    private readonly int[] _actions = new int[capacity];
    private readonly byte[] _endings = new byte[capacity], _steps = new byte[capacity];
    private readonly int[] _written = [0];

    public int Count => Math.Min(_written[0], capacity);

    public ISampler Sampler { get; } = sampler ?? new UniformSampler();

    /// <summary>Everything that must be saved to go on with the same bits.</summary>
    public IEnumerable<(string Name, Array Values)> State =>
    [
        ("states", _states), ("nextStates", _nextStates), ("rewards", _rewards), ("actions", _actions), ("endings", _endings), ("steps", _steps), ("written", _written),
        .. Sampler.State,
    ];

    public void Add(ReadOnlySpan<float> state, LearnedStep step, ReadOnlySpan<float> next)
    {
        int at = _written[0] % capacity;
        _written[0] = _written[0] == int.MaxValue ? capacity + at + 1 : _written[0] + 1;
        state.CopyTo(_states.AsSpan(at * width));
        next.CopyTo(_nextStates.AsSpan(at * width));
        (_actions[at], _rewards[at], _endings[at], _steps[at]) = (step.Action, step.Reward, (byte)step.Ending, (byte)step.Steps);
        Sampler.Add(at);
    }

    public ReadOnlySpan<float> StateAt(int index) => _states.AsSpan(index * width, width);

    public ReadOnlySpan<float> NextStateAt(int index) => _nextStates.AsSpan(index * width, width);

    public LearnedStep StepAt(int index) => new(_actions[index], _rewards[index], (Ending)_endings[index], _steps[index]);
}
