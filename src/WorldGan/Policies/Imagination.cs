using WorldGan.Datasets;
using WorldGan.Numerics;
using WorldGan.Worlds;

namespace WorldGan.Policies;

/// <summary>
/// Trajectories imagined side by side while a policy is trained: each starts at a logged state, follows the policy with some random actions, and starts
/// anew when it ends or its branch is long enough.
/// </summary>
internal sealed class Imagination
{
    private readonly IWorld _world;
    private readonly TransitionSet _data;
    private readonly PolicyOptions _options;
    private readonly ulong _seed;
    private readonly int _width;
    private readonly float[] _states, _next, _rewards;
    private readonly int[] _actions, _ages, _starts;       // _starts: how often each row began, so that every trajectory is new
    private readonly RowKey[] _keys;
    private readonly Ending[] _endings;

    public Imagination(IWorld world, TransitionSet data, PolicyOptions options, ulong seed)
    {
        (_world, _data, _options, _seed, _width) = (world, data, options, seed, data.Width);
        int rows = options.Rows;
        _states = new float[rows * _width];
        _next = new float[rows * _width];
        _rewards = new float[rows];
        _actions = new int[rows];
        _ages = new int[rows];
        _starts = new int[rows];
        _keys = new RowKey[rows];
        _endings = new Ending[rows];
        for (int row = 0; row < rows; row++) Begin(row);
    }

    /// <summary>Everything that must be saved to go on with the same bits.</summary>
    public IEnumerable<(string Name, Array Values)> State => [("states", _states), ("ages", _ages), ("starts", _starts)];

    /// <summary>One step of all rows, remembered in the replay.</summary>
    public void Step(QPolicy policy, Replay replay)
    {
        for (int row = 0; row < _keys.Length; row++) _keys[row] = new RowKey(_seed, Trajectory(row), (uint)_ages[row]);
        policy.Act(_keys, _states, _actions);
        for (int row = 0; row < _keys.Length; row++)
        {
            var random = new RandomStream(_seed, RandomPurpose.Exploration, _keys[row].Trajectory, _keys[row].Step);
            if (random.NextDouble() < _options.Exploration) _actions[row] = random.NextInt32(_data.Spec.Actions.Count);
        }

        var step = new StepBatch { Keys = _keys, States = _states, Actions = _actions, NextStates = _next, Rewards = _rewards, Endings = _endings };
        _world.Step(step);
        step.MarkInvalid();
        for (int row = 0; row < _keys.Length; row++) Remember(row, replay);
    }

    private uint Trajectory(int row) => (uint)(_starts[row] * _options.Rows + row);

    private void Remember(int row, Replay replay)
    {
        Span<float> state = _states.AsSpan(row * _width, _width);
        ReadOnlySpan<float> next = _next.AsSpan(row * _width, _width);
        if (_endings[row] != Ending.Invalid) replay.Add(state, _actions[row], _rewards[row], next, _endings[row]);
        next.CopyTo(state);
        if (++_ages[row] >= _options.BranchSteps || _endings[row] != Ending.None) Begin(row);
    }

    private void Begin(int row)
    {
        _starts[row]++;
        _ages[row] = 0;
        int logged = new RandomStream(_seed, RandomPurpose.Start, Trajectory(row)).NextInt32(_data.Count);
        _data.State(logged).CopyTo(_states.AsSpan(row * _width));
    }
}
