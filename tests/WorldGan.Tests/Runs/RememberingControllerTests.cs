using WorldGan.Policies;
using WorldGan.Runs;
using WorldGan.Worlds;

namespace WorldGan.Tests.Runs;

public sealed class RememberingControllerTests(RememberingArm run) : IClassFixture<RememberingArm>
{
    private static readonly double[][] States = [[0.1, 2.6], [0.2, 3.6], [0.1, 2.6], [0.3, 3.0], [0.2, 3.1]];

    private readonly Controller _controller = Controller.Open(run.Folder);

    [Fact]
    public void It_is_asked_for_present_states_only() =>
        Assert.Equal("Expected 2 numbers (height, turn), got 8.", Assert.Throws<ArgumentException>(() => _controller.Act(new double[8])).Message);

    [Fact]
    public void The_policy_sees_the_states_that_were_given_and_the_actions_that_were_chosen()
    {
        QPolicy policy = QPolicyFile.Read(run.Folder.Policy).Policy;
        var stack = new StateStack(policy.Spec);
        float[] row = [];
        int action = 0;
        foreach (double[] state in States)
        {
            float[] next = [(float)state[0], state[1] > Math.PI ? (float)state[1] - MathF.Tau : (float)state[1], .. new float[6]], values = new float[2];
            if (row.Length == 0) stack.Begin(next);
            else stack.Shift(row, action, next);
            policy.Values(next, values);
            ControllerAnswer answer = _controller.Act(state);
            Assert.All(values.Select(policy.Target.Clamp).Zip(answer.Values), pair => Assert.Equal(pair.First, pair.Second, 1e-4f));   // the angle is wrapped in another way
            (row, action) = (next, answer.Action);
        }
    }

    [Fact]
    public void What_came_before_makes_a_difference_until_a_new_episode_begins()
    {
        ControllerAnswer first = _controller.Act(States[3]);
        Assert.NotEqual(first.Values, _controller.Act(States[3]).Values);
        _controller.Begin();
        Assert.Equal(first.Values, _controller.Act(States[3]).Values);
    }

    [Fact]
    public void A_state_that_was_refused_leaves_a_gap()
    {
        ControllerAnswer first = _controller.Act(States[3]);
        Assert.Throws<ArgumentException>(() => _controller.Act([double.NaN, 3]));
        Assert.Equal(first.Values, _controller.Act(States[3]).Values);
    }

    [Fact]
    public void A_state_beyond_the_log_is_told_for_as_long_as_it_is_remembered() =>
        Assert.Equal([false, true, true, true, false], new[] { 0.5, 99, 0.5, 0.5, 0.5 }.Select(height => _controller.Act([height, 3]).OutsideSupport));
}
