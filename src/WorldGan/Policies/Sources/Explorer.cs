using WorldGan.Datasets;
using WorldGan.Numerics;
using WorldGan.Worlds;

namespace WorldGan.Policies.Sources;

/// <summary>
/// Trajectories made side by side while a policy is trained: each follows the policy with some random actions, and starts anew when it ends or is long enough.
/// Imagined ones start at logged states; in a simulator they are episodes.
/// </summary>
internal sealed class Explorer
{
    private const double ShareOfExploring = 0.1;           // of the training, until the share of random actions is the last one

    private readonly IWorld _world;
    private readonly TransitionSet _data;
    private readonly PolicyOptions _options;
    private readonly ulong _seed;
    private readonly int _width;
    private readonly ReturnWindow _window;
    private readonly float[] _states, _next, _rewards;
    private readonly int[] _actions, _ages, _starts;       // _starts: how often each row began, so that every trajectory is new
    private readonly RowKey[] _keys;
    private readonly Ending[] _endings;

    public Explorer(IWorld world, TransitionSet data, PolicyOptions options, ulong seed)
    {
        (_world, _data, _options, _seed, _width) = (world, data, options, seed, data.Width);
        int rows = options.Rows!.Value;
        _window = new ReturnWindow(rows, _width, options.ReturnSteps!.Value, data.Spec.Discount);
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
    public IEnumerable<(string Name, Array Values)> State =>
        [("states", _states), ("ages", _ages), ("starts", _starts), .. _window.State.Select(s => ("window." + s.Name, s.Values))];

    /// <summary>One step of all rows, remembered in the replay.</summary>
    /// <param name="policy">Who acts.</param>
    /// <param name="replay">Remembers.</param>
    /// <param name="progress">Share of the training that is done.</param>
    public void Step(IPolicy policy, Replay replay, double progress)
    {
        for (int row = 0; row < _keys.Length; row++) _keys[row] = new RowKey(_seed, Trajectory(row), (uint)_ages[row]);
        policy.Act(_keys, _states, _actions);
        double exploration = Between(_options.FirstExploration!.Value, _options.Exploration!.Value, progress / ShareOfExploring);
        for (int row = 0; row < _keys.Length; row++)
        {
            var random = new RandomStream(_seed, RandomPurpose.Exploration, _keys[row].Trajectory, _keys[row].Step);
            if (random.NextDouble() < exploration) _actions[row] = random.NextInt32(_data.Spec.Actions.Count);
        }

        var step = new StepBatch { Keys = _keys, States = _states, Actions = _actions, NextStates = _next, Rewards = _rewards, Endings = _endings };
        _world.Step(step);
        step.MarkInvalid();
        int most = MostSteps(progress);
        for (int row = 0; row < _keys.Length; row++) Remember(row, replay, most);
    }

    private uint Trajectory(int row) => (uint)(_starts[row] * _keys.Length + row);

    private int MostSteps(double progress) => _options.Source == PolicySource.Simulator
        ? _data.Spec.StepLimit ?? int.MaxValue
        : (int)Math.Round(Between(_options.FirstBranchSteps!.Value, _options.BranchSteps!.Value, progress));

    private void Remember(int row, Replay replay, int mostSteps)
    {
        Span<float> state = _states.AsSpan(row * _width, _width);
        ReadOnlySpan<float> next = _next.AsSpan(row * _width, _width);
        bool stops = ++_ages[row] >= mostSteps || _endings[row] != Ending.None;
        if (_endings[row] == Ending.Invalid)
        {
            _window.Release(row, state, Ending.None, stops, replay);          // up to here all was well
        }
        else
        {
            _window.Add(row, state, _actions[row], _rewards[row]);
            _window.Release(row, next, _endings[row], stops, replay);
        }

        next.CopyTo(state);
        if (stops) Begin(row);
    }

    private void Begin(int row)
    {
        _starts[row]++;
        _ages[row] = 0;
        Span<float> state = _states.AsSpan(row * _width, _width);
        if (_options.Source == PolicySource.Simulator)
        {
            var key = new RowKey(_seed, Trajectory(row), 0);
            _world.Reset(new ReadOnlySpan<RowKey>(in key), state);
            return;
        }

        int logged = new RandomStream(_seed, RandomPurpose.Start, Trajectory(row)).NextInt32(_data.Count);
        _data.State(logged).CopyTo(state);
    }

    private static double Between(double first, double last, double share) => first + (last - first) * Math.Min(share, 1);
}
