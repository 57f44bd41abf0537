using WorldGan.Logs;
using WorldGan.Numerics;
using WorldGan.Worlds;

namespace WorldGan.Datasets;

/// <summary>The transitions of a log of images in columns, in the log's order. Each image is kept once, as bytes.</summary>
internal sealed class FrameSet
{
    private readonly List<byte> _pixels = [];
    private readonly List<int> _actions = [], _frames = [], _episodeStarts = [];
    private readonly List<float> _rewards = [];
    private readonly List<bool> _terminals = [];

    private FrameSet(WorldSpec spec) => (Spec, Image) = (spec, spec.Image ?? throw new ArgumentException($"World '{spec.Name}': expected an image as its state, got numbers."));

    /// <summary>The world that the log is from.</summary>
    public WorldSpec Spec { get; }

    /// <summary>What its images are.</summary>
    public StateVariable Image { get; }

    /// <summary>[F, height, width, channels] all images: those before each step and after the last, episode by episode.</summary>
    public byte[] Pixels => [.. _pixels];

    /// <summary>[N] indices of actions.</summary>
    public IReadOnlyList<int> Actions => _actions;

    /// <summary>[N] rewards; 0 throughout where not all episodes have them.</summary>
    public IReadOnlyList<float> Rewards => HasRewards ? _rewards : new float[_rewards.Count];

    /// <summary>Whether all episodes have rewards.</summary>
    public bool HasRewards { get; private set; } = true;

    /// <summary>[N] whether the episode truly ends with the step.</summary>
    public IReadOnlyList<bool> Terminals => _terminals;

    /// <summary>[E + 1] the first row of each episode, and N at the end; a piece of an episode that lost rows counts as one.</summary>
    public IReadOnlyList<int> EpisodeStarts => _episodeStarts;

    /// <summary>N, the number of transitions.</summary>
    public int Count => _actions.Count;

    /// <summary>E, the number of episodes.</summary>
    public int EpisodeCount => _episodeStarts.Count - 1;

    /// <summary>Takes the transitions of all episodes.</summary>
    /// <exception cref="InvalidDataException">There are fewer than two episodes with a step: none could be held out.</exception>
    public static FrameSet From(WorldSpec spec, IEnumerable<Episode> episodes)
    {
        var set = new FrameSet(spec);
        foreach (Episode episode in episodes.Where(episode => episode.Count > 0)) set.Add(episode);
        set._episodeStarts.Add(set.Count);
        return set.EpisodeCount >= 2 ? set : throw new InvalidDataException($"World '{spec.Name}': expected at least two episodes, one to learn from and one to hold out, got {set.EpisodeCount}.");
    }

    /// <summary>The images that a row is told from and the one that follows, by their places in <see cref="Pixels"/>; before an episode's first image it stands itself.</summary>
    /// <param name="row">The row.</param>
    /// <param name="seen">How many images are seen, the present one last.</param>
    /// <returns>[seen + 1].</returns>
    public IEnumerable<long> Window(int row, int seen)
    {
        int present = _frames[row], first = _frames[_episodeStarts[EpisodeOf(row)]];
        return Enumerable.Range(0, seen + 1).Select(i => (long)Math.Max(first, present + 1 - seen + i));
    }

    /// <summary>The episode of a row.</summary>
    public int EpisodeOf(int row)
    {
        int found = _episodeStarts.BinarySearch(row);
        return found >= 0 ? found : ~found - 1;
    }

    /// <summary>Draws which episodes are held out: whole ones, in drawn order, until their rows are the share; one at least, and never all.</summary>
    /// <param name="share">Share of the rows to hold out, in (0, 1).</param>
    /// <param name="seed">Seed of the draw.</param>
    /// <returns>Rows to learn from, and rows that give no gradient, both in the log's order.</returns>
    public (int[] Training, int[] HeldOut) Split(double share, ulong seed)
    {
        var random = new RandomStream(seed, RandomPurpose.Split);
        List<int> left = [.. Enumerable.Range(0, EpisodeCount)], heldOut = [];
        for (int rows = 0; left.Count > 1 && (heldOut.Count == 0 || rows < share * Count);)
        {
            int drawn = random.NextInt32(left.Count), episode = left[drawn];
            left.RemoveAt(drawn);
            heldOut.Add(episode);
            rows += _episodeStarts[episode + 1] - _episodeStarts[episode];
        }

        return (Rows(left), Rows(heldOut.Order()));
    }

    private int[] Rows(IEnumerable<int> episodes) => [.. episodes.SelectMany(e => Enumerable.Range(_episodeStarts[e], _episodeStarts[e + 1] - _episodeStarts[e]))];

    private void Add(Episode episode)
    {
        if (episode.States.Length != (episode.Count + 1) * Image.Numbers)
            throw new ArgumentException($"Episode '{episode.Id}': expected images of shape [{episode.Count + 1}, {Image.Height}, {Image.Width}, {Image.Channels}], got {episode.States.Length} numbers.");
        _episodeStarts.Add(Count);
        int first = _pixels.Count / Image.Numbers;
        _pixels.AddRange(episode.States.Select(pixel => (byte)pixel));
        HasRewards &= episode.HasRewards;
        for (int t = 0; t < episode.Count; t++)
        {
            _frames.Add(first + t);
            _actions.Add(episode.Actions[t]);
            _rewards.Add(episode.HasRewards ? (float)episode.Rewards[t] : 0);
            _terminals.Add(t == episode.Count - 1 && episode.Ending == Ending.Terminal);
        }
    }
}
