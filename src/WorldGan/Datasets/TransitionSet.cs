using System.Globalization;
using System.Runtime.InteropServices;
using WorldGan.Logs;
using WorldGan.Logs.Inspection;
using WorldGan.Numerics;
using WorldGan.Worlds;
using WorldGan.Worlds.Expressions;

namespace WorldGan.Datasets;

/// <summary>The transitions of a log in columns, in the log's order, so that an episode is a run of neighbouring rows.</summary>
/// <example><code>
/// WorldSpec world = WorldSpecFile.Read("worlds/arm/world.json");
/// TransitionSet data = TransitionSet.From(world, LogFile.Read("arm.csv", world));
/// </code></example>
public sealed class TransitionSet
{
    private TransitionSet(TransitionColumns columns)
    {
        Spec = columns.Stack.Seen;
        States = [.. columns.States];
        NextStates = [.. columns.NextStates];
        Actions = [.. columns.Actions];
        (Rewards, HasRewards) = (columns.HasRewards ? [.. columns.Rewards] : new float[columns.Rewards.Count], columns.HasRewards);
        LoggedRewards = columns.LoggedRewards.Count == Count ? [.. columns.LoggedRewards] : Rewards;
        ActionProbabilities = columns.HasProbabilities ? [.. columns.Probabilities] : [];
        Endings = [.. columns.Endings];
        Steps = [.. columns.Steps];
        EpisodeStarts = [.. columns.EpisodeStarts];
        Recorded = [.. columns.Recorded];
        Contradictions = columns.Contradictions;
        Copies = columns.Copies;
    }

    /// <summary>The world that the log is from, as it is seen: with a history its state also holds earlier states and actions.</summary>
    public WorldSpec Spec { get; }

    /// <summary>[N, S] states before the action, in the units of the specification; angles are wrapped into [-π, π).</summary>
    public float[] States { get; }

    /// <summary>[N, S] states after the action.</summary>
    public float[] NextStates { get; }

    /// <summary>[N] indices of actions.</summary>
    public int[] Actions { get; }

    /// <summary>[N] rewards: those that <see cref="WorldSpec.RewardIs"/> says, else the log's; 0 throughout where not all episodes have them.</summary>
    public float[] Rewards { get; }

    /// <summary>Whether the world says what each step earns, or all episodes do.</summary>
    public bool HasRewards { get; }

    /// <summary>[N] the probability with which whoever recorded took each action; empty where not all episodes say it.</summary>
    public double[] ActionProbabilities { get; }

    /// <summary>[N] how each step left its episode; <see cref="Ending.None"/> inside an episode and where the log simply stops.</summary>
    public Ending[] Endings { get; }

    /// <summary>[N] steps since the episode began, before the action.</summary>
    public int[] Steps { get; }

    /// <summary>[E + 1] the first row of each episode, and N at the end.</summary>
    public int[] EpisodeStarts { get; }

    /// <summary>[E] the recorded episode, from 0, that each is a piece of.</summary>
    internal int[] Recorded { get; }

    /// <summary>[N] rewards of the log itself where it has them, else those above.</summary>
    internal float[] LoggedRewards { get; }

    /// <summary>Where the log contradicts its world.</summary>
    internal Contradictions Contradictions { get; }

    /// <summary>Episodes that stand in the log more than once.</summary>
    internal CopyScan Copies { get; }

    /// <summary>Why nothing that is judged by this log can be believed, as words; null where it can.</summary>
    internal string? WhyNotToJudge => Contradictions.WhyNotToJudge() ?? Copies.WhyNotToJudge();

    /// <summary>N, the number of transitions.</summary>
    public int Count => Actions.Length;

    /// <summary>E, the number of episodes (pieces of an episode that lost rows count each).</summary>
    public int EpisodeCount => EpisodeStarts.Length - 1;

    /// <summary>S, the number of state variables.</summary>
    public int Width => Spec.State.Count;

    /// <summary>The state before row <paramref name="row"/>'s action.</summary>
    public ReadOnlySpan<float> State(int row) => States.AsSpan(row * Width, Width);

    /// <summary>The state after row <paramref name="row"/>'s action.</summary>
    public ReadOnlySpan<float> NextState(int row) => NextStates.AsSpan(row * Width, Width);

    /// <summary>Takes the transitions of all episodes.</summary>
    /// <exception cref="InvalidDataException">There is not one transition, a value does not fit in single precision, or a reward lies outside of the range that the world states.</exception>
    /// <exception cref="ArgumentException">An episode is of another world.</exception>
    public static TransitionSet From(WorldSpec spec, IEnumerable<Episode> episodes)
    {
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentNullException.ThrowIfNull(episodes);
        var columns = new TransitionColumns(new StateStack(spec));
        foreach (Episode episode in episodes) columns.Add(episode);
        if (columns.Actions.Count == 0) throw new InvalidDataException($"World '{spec.Name}': expected at least one transition in the log, got none.");
        columns.EpisodeStarts.Add(columns.Actions.Count);
        return new TransitionSet(columns);
    }

    private sealed class TransitionColumns(StateStack stack)
    {
        private readonly IReadOnlyList<StateVariable> _variables = stack.Recorded.State;
        private readonly Dictionary<string, (int Recorded, int LastRow)> _recorded = new(StringComparer.Ordinal);
        private readonly StateNumber? _knownReward = stack.Recorded.RewardIs is { } number ? StateNumber.Parse(number, stack.Recorded) : null;
        private int _recordedCount;

        public StateStack Stack => stack;

        public List<float> States { get; } = [];

        public List<float> NextStates { get; } = [];

        public List<int> Actions { get; } = [];

        public List<float> Rewards { get; } = [];

        public List<float> LoggedRewards { get; } = [];                     // only where the world says others

        public bool HasRewards { get; private set; } = true;

        public List<double> Probabilities { get; } = [];

        public bool HasProbabilities { get; private set; } = true;

        public List<Ending> Endings { get; } = [];

        public List<int> Steps { get; } = [];

        public List<int> EpisodeStarts { get; } = [];

        public List<int> Recorded { get; } = [];

        public Contradictions Contradictions { get; } = new(stack.Recorded);

        public CopyScan Copies { get; } = new();

        public void Add(Episode episode)
        {
            if (episode.Count == 0) return;
            if (episode.States.Length != (episode.Count + 1) * stack.Present)
                throw new ArgumentException($"Episode '{episode.Id}': expected states of shape [{episode.Count + 1}, {stack.Present}], got {episode.States.Length} numbers.");
            Contradictions.Add(episode);
            Copies.Add(episode);
            HasRewards &= episode.HasRewards || _knownReward is not null;
            HasProbabilities &= episode.ActionProbabilities.Length == episode.Count;
            if (HasProbabilities) Probabilities.AddRange(episode.ActionProbabilities);
            float[] state = new float[stack.Width], next = new float[stack.Width];
            ReadState(episode, 0, state);
            if (LastRowBefore(episode, state) is { } last) NextState(last).CopyTo(state);
            else stack.Begin(state);
            EpisodeStarts.Add(Actions.Count);
            int recorded = RecordedOf(episode);
            Recorded.Add(recorded);
            _recorded[episode.Id] = (recorded, Actions.Count + episode.Count - 1);
            for (int t = 0; t < episode.Count; t++)
            {
                ReadState(episode, t + 1, next);
                stack.Shift(state, episode.Actions[t], next);
                States.AddRange(state);
                NextStates.AddRange(next);
                Actions.Add(episode.Actions[t]);
                Rewards.Add(_knownReward is not null ? KnownReward(episode, t, next) : episode.HasRewards ? LoggedReward(episode, t) : 0);
                if (_knownReward is not null && episode.HasRewards) LoggedRewards.Add(Single(episode, t, "reward", episode.Rewards[t]));
                Steps.Add(episode.FirstStep + t);
                Endings.Add(t == episode.Count - 1 ? episode.Ending : Ending.None);
                (state, next) = (next, state);
            }
        }

        /// <summary>A piece that begins late belongs to the last episode of its name; names may come again in another log.</summary>
        private int RecordedOf(Episode episode) =>
            episode.FirstStep > 0 && _recorded.TryGetValue(episode.Id, out (int Recorded, int) same) ? same.Recorded : _recordedCount++;

        /// <summary>The row that a piece goes on from, such as where a recorder began a new file in the middle of an episode: what the policy saw before is known then.</summary>
        private int? LastRowBefore(Episode episode, ReadOnlySpan<float> state)
        {
            if (episode.FirstStep == 0 || !_recorded.TryGetValue(episode.Id, out (int, int LastRow) piece)) return null;
            int row = piece.LastRow;
            return Steps[row] == episode.FirstStep - 1 && Endings[row] == Ending.None && NextState(row)[..stack.Present].SequenceEqual(state[..stack.Present]) ? row : null;
        }

        private ReadOnlySpan<float> NextState(int row) => CollectionsMarshal.AsSpan(NextStates).Slice(row * stack.Width, stack.Width);

        private void ReadState(Episode episode, int t, Span<float> row)
        {
            for (int j = 0; j < _variables.Count; j++)
            {
                float value = Single(episode, t, _variables[j].Name, episode.States[t * _variables.Count + j]);
                row[j] = _variables[j].Kind == VariableKind.Angle ? ExactMath.WrapAngle(value) : value;
            }
        }

        // As in imagined steps, so that a policy and the log are judged by the same reward.
        private float KnownReward(Episode episode, int t, ReadOnlySpan<float> next)
        {
            RewardRange range = stack.Recorded.KnownRewardRange;
            return (float)Math.Clamp(Single(episode, t, "rewardIs", _knownReward!.At(next[..stack.Present], episode.Actions[t])), range.Low, range.High);
        }

        // What is imagined keeps to the range that is stated: a reward beyond it would be learned as another one.
        private float LoggedReward(Episode episode, int t)
        {
            float reward = Single(episode, t, "reward", episode.Rewards[t]);
            if (stack.Recorded is not { RewardRange: { } range } world || range.Allows(reward)) return reward;
            throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture,
                $"Episode '{episode.Id}', step {episode.FirstStep + t}: the reward is {episode.Rewards[t]}; expected one from {range.Low} to {range.High}, as the rewardRange of world '{world.Name}' says."));
        }

        private static float Single(Episode episode, int t, string name, double value) => float.IsFinite((float)value) ? (float)value
            : throw new InvalidDataException($"Episode '{episode.Id}', step {episode.FirstStep + t}: '{name}' is {value}; expected a finite number in single precision.");
    }
}
