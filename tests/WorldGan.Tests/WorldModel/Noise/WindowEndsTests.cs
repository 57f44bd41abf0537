using WorldGan.Datasets;
using WorldGan.Numerics;
using WorldGan.Tests.Datasets;
using WorldGan.WorldModel;
using WorldGan.WorldModel.Noise;

namespace WorldGan.Tests.WorldModel.Noise;

public class WindowEndsTests
{
    private static readonly WorldModelOptions Options = Tiny.Options with { Window = 3 };

    /// <summary>An end after the last step is one that a logged window may have, too.</summary>
    [Fact]
    public void A_future_has_ended_where_a_known_terminal_holds_before_its_last_step()
    {
        TransitionSet data = (SmallWorld.Noisy with { Spec = SmallWorld.Noisy.Spec with { TerminalWhen = "x > 9" } }).Record(5, 10);
        OpenLoop<float> futures = Futures(data, 4, out WorldModelLayout layout, out WorldModelMember member);
        for (int row = 1; row < 4; row++) futures.State(row, row)[0] = 10;
        futures.State(0, 0)[0] = 10;
        var ends = new WindowEnds(layout, member, 1);
        ends.Mark(futures, 4, 0, 0);
        Assert.Equal([false, true, true, false], Enumerable.Range(0, 4).Select(row => ends[row]));
    }

    /// <summary>Two steps count, each with a chance of one in five: 0.36 of the rows, whose deviation of 0.015 is met four times.</summary>
    [Fact]
    public void Ends_that_are_learned_are_drawn_with_their_probability()
    {
        OpenLoop<float> futures = Futures(Tiny.Data, MlpPass<float>.BlockRows, out WorldModelLayout layout, out WorldModelMember member);
        member.TerminalCalibration = new(1, -1.3862944);
        var ends = new WindowEnds(layout, member, 1);
        int ended = 0;
        for (uint draw = 0; draw < 16; draw++)
        {
            ends.Mark(futures, MlpPass<float>.BlockRows, 0, draw);
            ended += Enumerable.Range(0, MlpPass<float>.BlockRows).Count(row => ends[row]);
        }

        Assert.Equal(0.36, ended / (16.0 * MlpPass<float>.BlockRows), 0.06);
    }

    private static OpenLoop<float> Futures(TransitionSet data, int rows, out WorldModelLayout layout, out WorldModelMember member)
    {
        layout = Tiny.LayoutOf(data, Options);
        member = new WorldModelMember(layout);
        return new OpenLoop<float>(layout, new KnownDynamics<float>(layout, member), member.Generator, rows);
    }
}
