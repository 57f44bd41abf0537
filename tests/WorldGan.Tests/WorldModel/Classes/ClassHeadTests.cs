using WorldGan.Datasets;
using WorldGan.Tests.Datasets;
using WorldGan.WorldModel;
using WorldGan.WorldModel.Classes;
using WorldGan.Worlds;

namespace WorldGan.Tests.WorldModel.Classes;

public class ClassHeadTests
{
    private static readonly TransitionSet Data = ClassWorlds.Counted.Record(40, 15);
    private static readonly WorldModelLayout Layout = Tiny.LayoutOf(Data);

    /// <summary>Even logits of the network: 3 rows seen of 4, and a network worth 2 rows.</summary>
    [Fact]
    public void Counts_draw_the_network_to_what_was_seen()
    {
        var head = new ClassHead(Layout.ClassHeads[0], Layout.ClassTables[0]);
        float[] features = Features(0);
        var probabilities = new double[2];
        head.CountsOf(features)[0] = 3;
        head.CountsOf(features)[1] = 1;
        head.Probabilities([0, 0], features, probabilities);
        Assert.Equal([0.5, 0.5], probabilities);
        head.Strength[0] = 2;
        head.Probabilities([0, 0], features, probabilities);
        Assert.Equal([4.0 / 6, 2.0 / 6], probabilities);
    }

    [Fact]
    public void A_condition_that_was_never_seen_is_left_to_the_network()
    {
        var head = new ClassHead(Layout.ClassHeads[0], Layout.ClassTables[0]);
        head.Strength[0] = 0.1f;
        var (counted, alone) = (new double[2], new double[2]);
        head.Probabilities([0.3f, 1], Features(0), counted);
        Logistic.Softmax([0.3f, 1], alone);
        for (int i = 0; i < 2; i++) Assert.Equal(alone[i], counted[i], 1e-12);
    }

    [Fact]
    public void Every_condition_has_a_number_of_its_own()
    {
        for (int k = 0; k < Layout.Classes.Count; k++)
        {
            ClassTable table = Layout.ClassTables[k]!;
            var numbers = new HashSet<int>();
            var states = from valve in Values(2) from mode in Values(3) from lamp in Values(3) select new[] { valve, mode, lamp };
            foreach (float[] state in states)
                foreach (int action in Enumerable.Range(0, 2))
                    foreach (float[] next in states.DistinctBy(next => string.Join(' ', next[..k])))
                    {
                        var features = new float[Layout.Condition];
                        Layout.WriteCondition<float>(state, action, next, features);
                        Assert.InRange(table.NumberOf(features), 0, table.Conditions - 1);
                        Assert.True(numbers.Add(table.NumberOf(features)));
                    }

            Assert.Equal(table.Conditions, numbers.Count);
        }

        static IEnumerable<float> Values(int classes) => Enumerable.Range(0, classes).Select(value => (float)value);
    }

    [Fact]
    public void Conditions_are_not_counted_where_one_is_a_number_or_there_are_too_many()
    {
        Assert.All(Tiny.LayoutOf(ClassWorlds.Joint.Record(4, 5)).ClassTables, Assert.Null);
        var large = new SmallWorld(
            SmallWorld.SpecOf(new("a", VariableKind.Category) { Categories = 300 }, new("b", VariableKind.Flag)),
            (state, action, next, ref random) => ((next[0] = random.NextInt32(300)) + (next[1] = random.NextInt32(2)), false));
        Assert.Equal([true, true], Tiny.LayoutOf(large.Record(4, 5)).ClassTables.Select(table => table is null));
    }

    /// <summary>2,400 rows of 18 conditions and two actions, seen 16 times at least: hardly anything is left for the network to add.</summary>
    [Fact]
    public void Counts_have_a_say_where_they_make_held_out_rows_likelier()
    {
        TransitionSet data = ClassWorlds.Counted.Record(160, 15);
        LearnedWorld world = Tiny.Train(Tiny.Options with { Members = 1 }, data);
        Assert.All(world.Members[0].ClassHeads, head => Assert.InRange(head.Strength[0], 1f / 64, 64));
        EpisodeSplit split = EpisodeSplit.Draw(data, world.Options.HeldOutShare, 5);
        Assert.All(world.Members[0].ClassHeads, head => Assert.Equal(split.Training.Length, head.Counts.Sum()));
    }

    private static float[] Features(int row)
    {
        var features = new float[Layout.Condition];
        Layout.WriteCondition(Data, row, features);
        return features;
    }
}
