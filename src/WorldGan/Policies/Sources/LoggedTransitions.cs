using WorldGan.Datasets;

namespace WorldGan.Policies.Sources;

/// <summary>The rows of a log, each with the rewards of the steps that followed it in its episode.</summary>
internal sealed class LoggedTransitions : ITransitions
{
    private readonly TransitionSet _data;
    private readonly float[] _returns;                     // [N] the discounted sum of rewards of a row and those that follow
    private readonly int[] _lasts;                         // [N] the last row of these

    /// <param name="data">The log.</param>
    /// <param name="returnSteps">Most steps of a transition; the end of an episode cuts it short.</param>
    /// <param name="sampler">Chooses among the rows.</param>
    public LoggedTransitions(TransitionSet data, int returnSteps, ISampler sampler)
    {
        (_data, Sampler) = (data, sampler);
        (_returns, _lasts) = (new float[data.Count], new int[data.Count]);
        for (int e = 0; e < data.EpisodeCount; e++)
            for (int row = data.EpisodeStarts[e]; row < data.EpisodeStarts[e + 1]; row++) Sum(row, Math.Min(row + returnSteps, data.EpisodeStarts[e + 1]));
        for (int row = 0; row < data.Count; row++) sampler.Add(row);
    }

    public int Count => _data.Count;

    public ISampler Sampler { get; }

    public ReadOnlySpan<float> StateAt(int index) => _data.State(index);

    public ReadOnlySpan<float> NextStateAt(int index) => _data.NextState(_lasts[index]);

    public LearnedStep StepAt(int index) => new(_data.Actions[index], _returns[index], _data.Endings[_lasts[index]], _lasts[index] - index + 1);

    private void Sum(int row, int end)
    {
        double sum = 0;
        for (int at = end - 1; at >= row; at--) sum = _data.Rewards[at] + _data.Spec.Discount * sum;
        (_returns[row], _lasts[row]) = ((float)sum, end - 1);
    }
}
