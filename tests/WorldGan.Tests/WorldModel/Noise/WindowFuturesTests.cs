using WorldGan.Datasets;
using WorldGan.Numerics;
using WorldGan.WorldModel;
using WorldGan.WorldModel.Noise;

namespace WorldGan.Tests.WorldModel.Noise;

public class WindowFuturesTests
{
    private const int Window = 3, Rows = 8;

    /// <summary>The first state is followed, for each step, by the action and by the classes that came of it.</summary>
    [Fact]
    public void A_critic_sees_the_actions_of_a_window_and_the_logged_classes_on_its_way()
    {
        WorldModelLayout layout = Tiny.LayoutOf(Tiny.Data, Tiny.Options with { Window = Window, ConditionNoise = 0 });
        EpisodeSplit split = EpisodeSplit.Draw(Tiny.Data, 0.1, 1);
        var member = new WorldModelMember(layout);
        Array.Fill(member.Scale, 1);
        var futures = new WindowFutures(layout, member, Tiny.Data, split, new Mlp<float>(layout.Generator), Rows, seed: 4);
        futures.Draw();
        futures.Forward(0);
        int[] firsts = LoggedWindows.Firsts(Tiny.Data, split, Window);
        int[] drawn = new BatchSampler(4, stage: 2).Draw([.. Enumerable.Range(0, firsts.Length)], Rows, 0);
        for (int row = 0; row < Rows; row++)
        {
            int first = firsts[drawn[row]];
            var expected = new List<float>(Features(layout.Encoder.StateFeatures, into => layout.Encoder.WriteState(Tiny.Data.State(first), into)));
            for (int t = 0; t < Window; t++)
            {
                expected.AddRange(Features(2, into => layout.Encoder.WriteAction(Tiny.Data.Actions[first + t], into)));
                expected.AddRange(Features(3 + 2, into => layout.Classes.Write(Tiny.Data.NextState(first + t), into)));
            }

            Assert.Equal(layout.WindowCondition, expected.Count);
            foreach (bool isLogged in new[] { true, false })
            {
                var input = new float[layout.WindowCritic.Inputs];
                if (isLogged) futures.WriteLogged(row, input);
                else futures.WriteGenerated(row, input);
                Assert.Equal(expected, input[..layout.WindowCondition]);
            }
        }
    }

    private delegate void Writing(Span<float> features);

    private static float[] Features(int count, Writing write)
    {
        var features = new float[count];
        write(features);
        return features;
    }
}
