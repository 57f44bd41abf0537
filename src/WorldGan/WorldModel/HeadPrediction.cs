using WorldGan.Numerics;
using WorldGan.WorldModel.Classes;
using WorldGan.Worlds;

namespace WorldGan.WorldModel;

/// <summary>
/// What the heads of a learned world say about a transition that is already known: its reward, the probability that it is terminal, and that of its categories and flags,
/// all averaged over the members. One instance serves one thread.
/// </summary>
internal sealed class HeadPrediction(LearnedWorld world)
{
    private readonly WorldModelLayout _layout = world.Layout;
    private readonly MlpPass<float>[] _rewards = [.. world.Members.Select(m => new MlpPass<float>(m.Reward, 1))];
    private readonly MlpPass<float>[] _terminals = [.. world.Members.Select(m => new MlpPass<float>(m.Terminal, 1))];

    private readonly MlpPass<float>[][] _classes = [.. world.Members.Select(m => m.ClassHeads.Select(head => new MlpPass<float>(head.Net, 1)).ToArray())];
    private readonly float[] _condition = new float[world.Layout.Condition];
    private readonly double[] _probabilities = new double[world.Layout.Classes.Features];

    /// <summary>The mean reward; where ends pay apart, over the chance of an end.</summary>
    /// <param name="state">[S] before the action.</param>
    /// <param name="action">Index of the action.</param>
    /// <param name="next">[S] after the action.</param>
    public double Reward(ReadOnlySpan<float> state, int action, ReadOnlySpan<float> next)
    {
        if (_layout.KnownReward is { } known) return known.At(next, action);
        double goingOn = Reward(state, action, next, isTerminal: false);
        if (!_layout.RewardSeesEnd) return goingOn;
        double end = Terminal(state, action, next);
        return (1 - end) * goingOn + end * Reward(state, action, next, isTerminal: true);
    }

    /// <summary>The probability of a true end.</summary>
    /// <param name="state">[S] before the action.</param>
    /// <param name="action">Index of the action.</param>
    /// <param name="next">[S] after the action.</param>
    public double Terminal(ReadOnlySpan<float> state, int action, ReadOnlySpan<float> next)
    {
        if (_layout.KnownTerminal is { } known) return known.Holds(next, action) ? 1 : 0;
        double sum = 0;
        if (_layout.LearnsTerminal)
            for (int i = 0; i < _terminals.Length; i++)
                sum += world.Members[i].TerminalCalibration.Probability(Output(_terminals[i], state, action, next));
        return sum / _terminals.Length;
    }

    /// <summary>The probability that the categories and flags come as they did, all together.</summary>
    /// <param name="state">[S] before the action.</param>
    /// <param name="action">Index of the action.</param>
    /// <param name="next">[S] after the action.</param>
    public double Classes(ReadOnlySpan<float> state, int action, ReadOnlySpan<float> next)
    {
        for (int j = 0; j < _layout.Stack.Present; j++)
            if (_layout.Normalizer.IsConstant(j) && _layout.Spec.State[j].Classes > 0 && state[j] != next[j]) return 0;
        _layout.WriteCondition(state, action, next, _condition);
        double sum = 0;
        for (int i = 0; i < _classes.Length; i++) sum += Classes(world.Members[i].ClassHeads, _classes[i], next);
        return sum / _classes.Length;
    }

    private double Reward(ReadOnlySpan<float> state, int action, ReadOnlySpan<float> next, bool isTerminal)
    {
        RewardRange range = isTerminal ? _layout.Rewards.AtEnd : _layout.Rewards.GoingOn;
        (double mean, double deviation) = (_layout.Normalizer.RewardMean, _layout.Normalizer.RewardStandardDeviation);
        if (!_layout.LearnsReward) return Math.Clamp(mean, range.Low, range.High);
        double sum = 0;
        foreach (MlpPass<float> pass in _rewards)
        {
            if (_layout.RewardSeesEnd) pass.Input[_layout.Head.Inputs] = isTerminal ? 1 : 0;
            sum += Math.Clamp(mean + deviation * Output(pass, state, action, next), range.Low, range.High);
        }

        return sum / _rewards.Length;
    }

    private double Classes(ClassHead[] heads, MlpPass<float>[] passes, ReadOnlySpan<float> next)
    {
        double product = 1;
        for (int k = 0; k < heads.Length; k++)
        {
            ClassVariable variable = _layout.Classes[k];
            _condition.AsSpan(0, heads[k].Net.Shape.Inputs).CopyTo(passes[k].Input);
            passes[k].Infer(1);
            heads[k].Probabilities(passes[k].Output[..variable.Classes], _condition, _probabilities);
            product *= _probabilities[(int)next[variable.Index]];
        }

        return product;
    }

    private float Output(MlpPass<float> pass, ReadOnlySpan<float> state, int action, ReadOnlySpan<float> next)
    {
        _layout.Encoder.WriteCondition(state, action, pass.Input);
        _layout.Encoder.WriteState(next, pass.Input[_layout.Encoder.ConditionFeatures..]);
        pass.Infer(1);
        return pass.Output[0];
    }
}
