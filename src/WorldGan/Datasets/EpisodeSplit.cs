using WorldGan.Numerics;
using WorldGan.Worlds;

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

    /// <summary>Rows from which no gradient of the world model comes; they only choose where its training stops, how much noise it adds and, with the others, what a logit of an end means.</summary>
    public int[] HeldOut { get; }

    /// <summary>Indices of the held-out episodes, each piece of one counted.</summary>
    public int[] HeldOutEpisodes { get; }

    /// <summary>
    /// Draws which episodes are held out: those that fit into the share, in drawn order, or the shortest where none fits, so that one long episode
    /// never takes the log away from training. A log of one episode holds out pieces of it or, in one piece, its last rows.
    /// At least half of the episodes that end are learned from, and all where the share of them is less than one: held out, the only goal of a log would be unknown to its world.
    /// </summary>
    /// <param name="data">The log.</param>
    /// <param name="share">Share of the rows to hold out, in (0, 1).</param>
    /// <param name="seed">Seed of the draw.</param>
    public static EpisodeSplit Draw(TransitionSet data, double share, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (data.EpisodeCount < 2) return LastRows(data, Wanted(data, share));

        int[] heldOut = [.. Fitting(data, Shuffle(Episodes(data), seed), share).SelectMany(pieces => pieces).Order()];
        return new EpisodeSplit(Rows(data, Enumerable.Range(0, data.EpisodeCount).Except(heldOut)), Rows(data, heldOut), heldOut);
    }

    /// <summary>
    /// The same held-out rows, and as many rows to learn from as before, drawn again with replacement in whole episodes (Efron's bootstrap, 1979): what
    /// trainings on several draws disagree about, the log does not tell. An episode longer than a twentieth of the rows is drawn in pieces.
    /// </summary>
    /// <param name="data">The log.</param>
    /// <param name="seed">Seed of the draw.</param>
    public EpisodeSplit Bootstrap(TransitionSet data, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(data);
        int most = Math.Max(1, Training.Length / 20);
        int[][] pieces = [.. Runs(data).SelectMany(run => run.Chunk(most))];
        var random = new RandomStream(seed, RandomPurpose.Bootstrap);
        var drawn = new List<int>(Training.Length + most);
        while (drawn.Count < Training.Length) drawn.AddRange(pieces[random.NextInt32(pieces.Length)]);
        return new EpisodeSplit([.. drawn[..Training.Length]], HeldOut, HeldOutEpisodes);
    }

    /// <summary>How many recorded episodes are longer than the share to hold out, so that no draw holds them out while there are shorter ones.</summary>
    internal static int TooLong(TransitionSet data, double share) => Episodes(data).Count(episode => Length(data, episode) > Wanted(data, share));

    private static int Wanted(TransitionSet data, double share) => Math.Max(1, (int)Math.Round(share * data.Count));

    /// <summary>The rows to learn from, episode by episode.</summary>
    private List<int[]> Runs(TransitionSet data)
    {
        var runs = new List<int[]>();
        for (int e = 0, first = 0, end; first < Training.Length; e++, first = end)
        {
            for (end = first; end < Training.Length && Training[end] < data.EpisodeStarts[e + 1];) end++;
            if (end > first) runs.Add(Training[first..end]);
        }

        return runs;
    }

    /// <summary>The recorded episodes, each as its pieces; where there is only one, its pieces stand for themselves.</summary>
    private static int[][] Episodes(TransitionSet data)
    {
        int[][] episodes = [.. Enumerable.Range(0, data.EpisodeCount).GroupBy(piece => data.Recorded[piece]).Select(pieces => pieces.ToArray())];
        return episodes.Length > 1 ? episodes : [.. episodes[0].Select(piece => new[] { piece })];
    }

    private static int[][] Shuffle(int[][] episodes, ulong seed)
    {
        var random = new RandomStream(seed, RandomPurpose.Split);
        for (int i = episodes.Length - 1; i > 0; i--)
        {
            int other = random.NextInt32(i + 1);
            (episodes[i], episodes[other]) = (episodes[other], episodes[i]);
        }

        return episodes;
    }

    private static bool EndsWithin(TransitionSet data, int[] pieces) =>
        pieces.Any(piece => Array.IndexOf(data.Endings, Ending.Terminal, data.EpisodeStarts[piece], data.EpisodeStarts[piece + 1] - data.EpisodeStarts[piece]) >= 0);

    private static List<int[]> Fitting(TransitionSet data, int[][] episodes, double share)
    {
        int most = Math.Min(Wanted(data, share), data.Count - 1), mostEnds = MostEnds(episodes.Length, episodes.Count(pieces => EndsWithin(data, pieces)), share);
        var fitting = new List<int[]>();
        foreach (int[] episode in episodes)
        {
            (int count, bool ends) = (Length(data, episode), EndsWithin(data, episode));
            if (count > most || (ends && mostEnds == 0)) continue;
            most -= count;
            if (ends) mostEnds--;
            fitting.Add(episode);
        }

        return fitting.Count > 0 ? fitting : [episodes.Where(episode => mostEnds > 0 || !EndsWithin(data, episode)).MinBy(episode => Length(data, episode))!];
    }

    // How many of the episodes that end may be held out: half of them, and none where the share of them is less than one and others are there to be held out.
    private static int MostEnds(int episodes, int ends, double share) => ends * share < 1 && 2 * ends < episodes ? 0 : ends / 2;

    private static int Length(TransitionSet data, int[] pieces) => pieces.Sum(piece => data.EpisodeStarts[piece + 1] - data.EpisodeStarts[piece]);

    private static EpisodeSplit LastRows(TransitionSet data, int wanted)
    {
        int first = Math.Max(1, data.Count - wanted);
        int[] training = [.. Enumerable.Range(0, first)];
        return new EpisodeSplit(training, first < data.Count ? [.. Enumerable.Range(first, data.Count - first)] : training, []);
    }

    private static int[] Rows(TransitionSet data, IEnumerable<int> episodes) =>
        [.. episodes.SelectMany(e => Enumerable.Range(data.EpisodeStarts[e], data.EpisodeStarts[e + 1] - data.EpisodeStarts[e]))];
}
