using WorldGan.Datasets;
using WorldGan.Logs;
using WorldGan.Numerics;
using WorldGan.Worlds;

namespace WorldGan.LearningTests;

/// <summary>A world of a few numbered places, as a table: what follows each action in each place. Small enough to be solved exactly.</summary>
/// <param name="steps">[K, 2] by place and action.</param>
/// <param name="discount">Discount of future rewards.</param>
/// <param name="stepLimit">Steps after which an episode is cut.</param>
internal sealed class TabularWorld((int Next, float Reward, bool Terminal)[,] steps, double discount, int? stepLimit = null) : IWorld
{
    private const int Actions = 2;

    private readonly int _places = steps.GetLength(0);

    public WorldSpec Spec { get; } = new()
    {
        Name = "table",
        State = [new("place", VariableKind.Category) { Categories = steps.GetLength(0) }],
        Actions = [new("first"), new("second")],
        Discount = discount,
        StepLimit = stepLimit,
    };

    /// <summary>Every place and action equally often, each as an episode of one step.</summary>
    /// <param name="cut">How a step that is not terminal leaves its episode.</param>
    /// <param name="times">How often.</param>
    public TransitionSet Log(Ending cut = Ending.None, int times = 1) => TransitionSet.From(Spec,
        from time in Enumerable.Range(0, times)
        from place in Enumerable.Range(0, _places)
        from action in Enumerable.Range(0, Actions)
        let step = steps[place, action]
        select new Episode
        {
            Id = $"{place}, {action}, {time}",
            States = [place, step.Next],
            Actions = [action],
            Rewards = [step.Reward],
            Ending = step.Terminal ? Ending.Terminal : cut,
        });

    /// <summary>[K, 2] the optimal values, by value iteration.</summary>
    public double[,] OptimalValues()
    {
        var values = new double[_places, Actions];
        for (int sweep = 0; sweep < 1000; sweep++)
            for (int place = 0; place < _places; place++)
                for (int action = 0; action < Actions; action++)
                {
                    var (next, reward, terminal) = steps[place, action];
                    values[place, action] = reward + (terminal ? 0 : discount * Math.Max(values[next, 0], values[next, 1]));
                }

        return values;
    }

    public void Reset(ReadOnlySpan<RowKey> keys, Span<float> states)
    {
        for (int row = 0; row < keys.Length; row++)
            states[row] = new RandomStream(keys[row].Seed, RandomPurpose.Reset, keys[row].Trajectory).NextInt32(_places);
    }

    public void Step(StepBatch batch)
    {
        batch.Validate(Spec);
        for (int row = 0; row < batch.Count; row++)
        {
            var (next, reward, terminal) = steps[(int)batch.States[row], batch.Actions[row]];
            batch.NextStates[row] = next;
            batch.Rewards[row] = reward;
            batch.Endings[row] = terminal ? Ending.Terminal : Ending.None;
        }
    }
}
