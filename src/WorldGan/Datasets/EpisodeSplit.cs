using WorldGan.Numerics;

namespace WorldGan.Datasets;

/// <summary>Whole episodes are learned from or held out, never parts: neighbouring rows are too alike to test each other.</summary>
public sealed class EpisodeSplit
{
    private EpisodeSplit(int[] training, int[] heldOut, int[] heldOutEpisodes)
    {
        Training = training;
        HeldOut = heldOut;
        HeldOutEpisodes = heldOutEpisodes;
    }

    /// <summary>Rows to learn from.</summary>
    public int[] Training { get; }

    /// <summary>Rows that no training step sees.</summary>
    public int[] HeldOut { get; }

    /// <summary>Indices of the held-out episodes.</summary>
    public int[] HeldOutEpisodes { get; }

    /// <summary>Draws which episodes are held out until they make up the share of the rows. A log of one episode holds out its last rows instead.</summary>
    /// <param name="data">The log.</param>
    /// <param name="share">Share of the rows to hold out, in (0, 1).</param>
    /// <param name="seed">Seed of the draw.</param>
    public static EpisodeSplit Draw(TransitionSet data, double share, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(data);
        int wanted = Math.Max(1, (int)Math.Round(share * data.Count));
        if (data.EpisodeCount < 2) return LastRows(data, wanted);

        var random = new RandomStream(seed, RandomPurpose.Split);
        int[] order = [.. Enumerable.Range(0, data.EpisodeCount)];
        for (int i = order.Length - 1; i > 0; i--)
        {
            int other = random.NextInt32(i + 1);
            (order[i], order[other]) = (order[other], order[i]);
        }

        int held = 0, episodes = 0;
        while (held < wanted && episodes < order.Length - 1)
        {
            held += data.EpisodeStarts[order[episodes] + 1] - data.EpisodeStarts[order[episodes]];
            episodes++;
        }

        int[] heldOut = [.. order.Take(episodes).Order()];
        return new EpisodeSplit(Rows(data, order.Skip(episodes).Order()), Rows(data, heldOut), heldOut);
    }

    private static EpisodeSplit LastRows(TransitionSet data, int wanted)
    {
        int first = Math.Max(1, data.Count - wanted);
        int[] training = [.. Enumerable.Range(0, first)];
        return new EpisodeSplit(training, first < data.Count ? [.. Enumerable.Range(first, data.Count - first)] : training, []);
    }

    private static int[] Rows(TransitionSet data, IEnumerable<int> episodes) =>
        [.. episodes.SelectMany(e => Enumerable.Range(data.EpisodeStarts[e], data.EpisodeStarts[e + 1] - data.EpisodeStarts[e]))];
}
