using WorldGan.Worlds;

namespace WorldGan.Policies.Sources;

/// <summary>
/// The last steps of trajectories that are made side by side, until each step has so many after it that it can be remembered with the sum of their rewards
/// (Sutton, 1988: n-step returns). Where a trajectory stops, what waits is remembered with the steps that it has.
/// </summary>
/// <param name="rows">Number of trajectories.</param>
/// <param name="width">S.</param>
/// <param name="steps">n.</param>
/// <param name="discount">Discount of a step.</param>
internal sealed class ReturnWindow(int rows, int width, int steps, double discount)
{
    private readonly float[] _states = new float[rows * steps * width], _rewards = new float[rows * steps]; // each row's ring of n
    private readonly int[] _actions = new int[rows * steps], _waiting = new int[rows], _oldest = new int[rows];

    /// <summary>Everything that must be saved to go on with the same bits.</summary>
    public IEnumerable<(string Name, Array Values)> State =>
        [("states", _states), ("rewards", _rewards), ("actions", _actions), ("waiting", _waiting), ("oldest", _oldest)];

    /// <summary>Takes a step.</summary>
    public void Add(int row, ReadOnlySpan<float> state, int action, float reward)
    {
        int at = row * steps + (_oldest[row] + _waiting[row]++) % steps;
        state.CopyTo(_states.AsSpan(at * width));
        (_actions[at], _rewards[at]) = (action, reward);
    }

    /// <summary>Remembers the step that has waited long enough, or all where the trajectory stops.</summary>
    /// <param name="row">The trajectory.</param>
    /// <param name="next">[S] where it is now.</param>
    /// <param name="ending">How its last step ended.</param>
    /// <param name="stops">Nothing follows that belongs to it.</param>
    /// <param name="replay">Remembers.</param>
    public void Release(int row, ReadOnlySpan<float> next, Ending ending, bool stops, Replay replay)
    {
        while (_waiting[row] > 0 && (stops || _waiting[row] == steps))
        {
            int at = row * steps + _oldest[row];
            replay.Add(_states.AsSpan(at * width, width), new(_actions[at], (float)Sum(row), ending, _waiting[row]), next);
            _oldest[row] = (_oldest[row] + 1) % steps;
            _waiting[row]--;
        }
    }

    private double Sum(int row)
    {
        double sum = 0;
        for (int k = _waiting[row] - 1; k >= 0; k--) sum = _rewards[row * steps + (_oldest[row] + k) % steps] + discount * sum;
        return sum;
    }
}
