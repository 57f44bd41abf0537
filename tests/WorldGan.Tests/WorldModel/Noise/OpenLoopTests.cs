using WorldGan.Datasets;
using WorldGan.Numerics;
using WorldGan.Tests.Datasets;
using WorldGan.Tests.Numerics;
using WorldGan.WorldModel;
using WorldGan.WorldModel.Noise;
using WorldGan.Worlds;

namespace WorldGan.Tests.WorldModel.Noise;

public class OpenLoopTests
{
    private const int Window = 4, Rows = 3;

    /// <summary>Variables of each kind, and what was one step earlier.</summary>
    private static readonly TransitionSet Mixed = (SmallWorld.Mixed with { Spec = SmallWorld.Mixed.Spec with { History = 2 } }).Record(20, 15);

    private static readonly WorldModelOptions Options = Tiny.Options with { Members = 1, Window = Window, LatentScale = 1 };

    // Central differences over 2e-5 in double precision; the loss weighs every generated number of every state.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_gradient_goes_through_all_that_hangs_on_the_states_on_the_way(bool isScaled)
    {
        WorldModelLayout layout = Tiny.LayoutOf(Mixed, Options);
        var generator = new Mlp<double>(layout.Generator);
        generator.Initialize(new RandomStream(21, RandomPurpose.Weights));
        OpenLoop<double> futures = Filled(new OpenLoop<double>(layout, new KnownDynamics<double>(layout, Drawn(layout, isScaled)), generator, Rows), layout);
        double[] weights = Draws.Normals((Window + 1) * Rows * layout.Outcomes, 5), gradient = new double[generator.Parameters.Length];
        futures.Forward(Rows);
        ForEachOutcome(layout, (t, row, o, i) =>
        {
            if (o == 0) futures.Slope(t, row).Clear();
            futures.Slope(t, row)[layout.Continuous[o]] = weights[i];
        });
        futures.Backward(Rows, gradient);
        foreach (int place in ReferenceMlp.Places(generator.Shape))
        {
            double At(double step)
            {
                double kept = generator.Parameters[place], sum = 0;
                generator.Parameters[place] = kept + step;
                generator.ParametersChanged();
                futures.Forward(Rows);
                ForEachOutcome(layout, (t, row, o, i) => sum += weights[i] * futures.State(t, row)[layout.Continuous[o]]);
                generator.Parameters[place] = kept;
                return sum;
            }

            Assert.Equal((At(1e-5) - At(-1e-5)) / 2e-5, gradient[place], 1e-7);
        }
    }

    [Theory]
    [InlineData(1500)]
    [InlineData(0)]
    public void Futures_are_those_that_the_learned_world_makes_of_the_same_latents(int scaleSteps)
    {
        LearnedWorld world = Tiny.Train(Options with { ScaleSteps = scaleSteps, SupportMargin = 10, AdversarialSteps = 30 }, Mixed);
        WorldModelLayout layout = world.Layout;
        var futures = new OpenLoop<float>(layout, new KnownDynamics<float>(layout, world.Members[0]), world.Members[0].Generator, Rows);
        var latents = new Normals(RandomPurpose.Latent, 1, layout.Options.LatentSize);
        int width = Mixed.Width;
        float[] states = Mixed.States[..(Rows * width)];
        var truth = new List<float[]> { states };
        for (int t = 0; t < Window; t++)
        {
            RowKey[] keys = [.. Enumerable.Range(0, Rows).Select(row => new RowKey(1, (uint)row, (uint)t))];
            int[] actions = [.. Enumerable.Range(0, Rows).Select(row => (row + t) % 2)];
            truth.Add(Tiny.Step(world, keys, truth[t], actions).NextStates);
            for (int row = 0; row < Rows; row++)
            {
                latents.SetKey(0, 1, (uint)row, (uint)t);
                latents.Draw(1);
                latents.Write(0, futures[t].Latent(row), layout.LatentScale);
                futures[t].Actions[row] = actions[row];
            }
        }

        for (int t = 0; t <= Window; t++)
            for (int row = 0; row < Rows; row++)
            {
                truth[t].AsSpan(row * width, width).CopyTo(futures.State(t, row));
                if (t > 0) foreach (int j in layout.Continuous) futures.State(t, row)[j] = float.NaN;
            }

        futures.Forward(Rows);
        for (int t = 1; t <= Window; t++)
            for (int row = 0; row < Rows; row++)
                Assert.All(truth[t].AsSpan(row * width, width).ToArray().Zip(futures.State(t, row).ToArray()), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
    }

    [Fact]
    public void A_wall_holds_a_future_and_what_lies_behind_it_has_no_slope()
    {
        var walled = SmallWorld.Noisy with { Spec = SmallWorld.SpecOf(new StateVariable("x") { Low = -1, High = 1 }) };
        TransitionSet data = walled.Record(5, 10);
        WorldModelLayout layout = Tiny.LayoutOf(data, Options);
        var generator = new Mlp<double>(layout.Generator);
        generator.Initialize(new RandomStream(21, RandomPurpose.Weights));
        generator.Bias(2)[0] = 1e3;
        generator.ParametersChanged();
        var member = new WorldModelMember(layout);
        member.Scale[0] = 1;
        var futures = new OpenLoop<double>(layout, new KnownDynamics<double>(layout, member), generator, 1);
        futures.Forward(1);
        Assert.Equal(1, futures.State(1, 0)[0]);
        for (int t = 1; t <= Window; t++) futures.Slope(t, 0)[0] = 1;
        var gradient = new double[generator.Parameters.Length];
        futures.Backward(1, gradient);
        Assert.All(gradient, slope => Assert.Equal(0, slope));
    }

    /// <summary>It makes the same of every state, so each step adds it once.</summary>
    [Fact]
    public void What_does_not_look_at_the_state_counts_once_for_each_step_before()
    {
        TransitionSet data = SmallWorld.Noisy.Record(5, 10);
        WorldModelLayout layout = Tiny.LayoutOf(data, Options);
        var generator = new Mlp<double>(layout.Generator);
        generator.Bias(2)[0] = 0.5;
        generator.ParametersChanged();
        var member = new WorldModelMember(layout);
        member.Scale[0] = 3;
        var futures = new OpenLoop<double>(layout, new KnownDynamics<double>(layout, member), generator, 1);
        futures.State(0, 0)[0] = 7;
        futures.Forward(1);
        double each = 3.0 * layout.Normalizer.ChangeScale[0];
        for (int t = 0; t <= Window; t++) Assert.Equal(7 + t * 0.5 * each, futures.State(t, 0)[0], 1e-9);
        futures.Slope(Window, 0)[0] = 1;
        var gradient = new double[generator.Parameters.Length];
        futures.Backward(1, gradient);
        Assert.Equal(Window * each, generator.BiasIn(gradient, 2)[0], 1e-12);
    }

    private static OpenLoop<double> Filled(OpenLoop<double> futures, WorldModelLayout layout)
    {
        for (int row = 0; row < Rows; row++)
        {
            for (int t = 0; t <= Window; t++)
                for (int j = 0; j < Mixed.Width; j++) futures.State(t, row)[j] = Mixed.States[(20 * row + t) * Mixed.Width + j];
            for (int t = 0; t < Window; t++)
            {
                futures[t].Actions[row] = (row + t) % 2;
                Draws.Normals(layout.Options.LatentSize, (ulong)(row * Window + t)).CopyTo(futures[t].Latent(row));
                Draws.Normals(layout.Encoder.StateFeatures, (ulong)(row * Window + t + 100)).CopyTo(futures[t].Move(row));
            }
        }

        return futures;
    }

    private static WorldModelMember Drawn(WorldModelLayout layout, bool isScaled)
    {
        var member = new WorldModelMember(layout);
        Draws.Singles(member.Linear.Length, 1).CopyTo(member.Linear, 0);
        Array.Fill(member.Gate, 0.7f);
        Array.Fill(member.CorrectionScale, 0.8f);
        Array.Fill(member.Scale, 0.6f);
        if (isScaled) member.ScaleGate[^1] = 1;
        member.Correction.Initialize(new RandomStream(22, RandomPurpose.Weights));
        member.ScaleNetwork.Initialize(new RandomStream(23, RandomPurpose.Weights));
        return member;
    }

    private static void ForEachOutcome(WorldModelLayout layout, Action<int, int, int, int> take)
    {
        for (int t = 1, i = 0; t <= Window; t++)
            for (int row = 0; row < Rows; row++)
                for (int o = 0; o < layout.Outcomes; o++) take(t, row, o, i++);
    }
}
