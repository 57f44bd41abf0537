using System.Globalization;
using WorldGan.Logs;
using WorldGan.Service.Hosting;
using WorldGan.Worlds;

namespace WorldGan.Service.Ingest;

/// <summary>
/// Knows which steps are in a world's log, so that a step is taken once. A step that is there is compared with the one that came before, as far as that is
/// remembered: the latest steps, and the first of each episode, which tells when a name is used again.
/// </summary>
/// <param name="rememberedSteps">How many of the latest steps are remembered.</param>
internal sealed class EpisodeIndex(int rememberedSteps)
{
    private readonly Dictionary<UInt128, KnownEpisode> _episodes = [];
    private readonly RecentSteps _recent = new(rememberedSteps);
    private readonly Stack<(UInt128 Episode, KnownEpisode Before)> _changes = new();

    /// <summary>Takes in what is new of a piece, until <see cref="RollBack"/> or <see cref="Commit"/>.</summary>
    /// <param name="piece">Steps of an episode.</param>
    /// <param name="gaps">Whether steps before it may be missing.</param>
    /// <returns>The steps that were not there, as pieces.</returns>
    /// <exception cref="ProblemException">A step is there with other content (409), or steps before it are missing (400). Changes so far stay until they are rolled back.</exception>
    public IEnumerable<Episode> Take(Episode piece, Gaps gaps)
    {
        UInt128 key = StepHash.OfName(piece.Id);
        foreach ((StepRange steps, bool isThere) in _episodes.GetValueOrDefault(key).Runs(new StepRange(piece.FirstStep, piece.FirstStep + piece.Count)))
        {
            if (isThere) ExpectSame(key, piece, steps);
            else yield return Add(key, Part(piece, steps), gaps);
        }
    }

    /// <summary>Takes in steps that are in the log, without their content.</summary>
    /// <returns>False where one of them is there already; then nothing was taken.</returns>
    public bool TryKnow(IReadOnlyList<KnownPiece> pieces)
    {
        _episodes.EnsureCapacity(_episodes.Count + pieces.Count);
        int mark = Mark;
        foreach (KnownPiece piece in pieces)
        {
            KnownEpisode known = _episodes.GetValueOrDefault(piece.Episode);
            if (piece.Steps.From < known.Next && known.Runs(piece.Steps).Any(run => run.IsThere))
            {
                RollBack(mark);
                return false;
            }

            Set(piece, known);
        }

        Commit();
        return true;
    }

    /// <summary>Remembers the content of steps that are known.</summary>
    public void Remember(Episode piece) => Remember(StepHash.OfName(piece.Id), piece);

    /// <summary>What a later <see cref="RollBack"/> goes back to.</summary>
    public int Mark => _changes.Count;

    /// <summary>Keeps all changes.</summary>
    public void Commit() => _changes.Clear();

    /// <summary>Undoes the changes since a mark.</summary>
    public void RollBack(int mark)
    {
        while (_changes.Count > mark)
        {
            (UInt128 episode, KnownEpisode before) = _changes.Pop();
            if (before.Next == 0) _episodes.Remove(episode);
            else _episodes[episode] = before;                      // the content of steps that are not there is not asked for
        }
    }

    private Episode Add(UInt128 key, Episode part, Gaps gaps)
    {
        KnownEpisode known = _episodes.GetValueOrDefault(key);
        var steps = new StepRange(part.FirstStep, part.FirstStep + part.Count);
        if (steps.From > known.Next && gaps == Gaps.Refused)
            throw Problem(400, part, steps.From, known, $"expected step {Text(known.Next)} next, got step {Text(steps.From)}");
        if (steps.From >= known.Next && known.HasEnded)
            throw Problem(409, part, steps.From, known, $"step {Text(known.Next - 1)} ended it, got step {Text(steps.From)}. Give a new episode a new name");
        if (steps.From < known.Next && part.Ending != Ending.None)
            throw Problem(409, part, steps.To - 1, known, $"steps up to {Text(known.Next - 1)} are there already, got one that ends it");
        Set(new KnownPiece(key, steps, part.Ending != Ending.None, StepHash.OfContent(part, 0)), known);
        Remember(key, part);
        return part;
    }

    private void Set(KnownPiece piece, KnownEpisode before)
    {
        _changes.Push((piece.Episode, before));
        _episodes[piece.Episode] = before.With(piece.Steps, piece.Ends, piece.FirstContent);
    }

    private void Remember(UInt128 key, Episode piece)
    {
        for (int t = 0; t < piece.Count; t++) _recent.Add(key, piece.FirstStep + t, StepHash.OfContent(piece, t));
    }

    private void ExpectSame(UInt128 key, Episode piece, StepRange steps)
    {
        KnownEpisode known = _episodes[key];
        for (int step = steps.From; step < steps.To; step++)
        {
            ulong? there = _recent.Find(key, step) ?? (step == known.First ? known.FirstContent : null);
            if (there is { } content && StepHash.Differ(content, StepHash.OfContent(piece, step - piece.FirstStep)))
                throw Problem(409, piece, step, known, $"this step is there already and says something else. Give a new episode a new name");
        }
    }

    private static Episode Part(Episode piece, StepRange steps)
    {
        if (steps.To - steps.From == piece.Count) return piece;
        int width = piece.States.Length / (piece.Count + 1), from = steps.From - piece.FirstStep, to = steps.To - piece.FirstStep;
        return piece with
        {
            FirstStep = steps.From,
            States = piece.States[(from * width)..((to + 1) * width)],
            Actions = piece.Actions[from..to],
            Rewards = piece.Rewards[from..to],
            ActionProbabilities = piece.ActionProbabilities.Length == 0 ? [] : piece.ActionProbabilities[from..to],
            Ending = to == piece.Count ? piece.Ending : Ending.None,
        };
    }

    private static ProblemException Problem(int status, Episode piece, int step, KnownEpisode known, string fault) =>
        new(status, $"Episode '{piece.Id}', step {Text(step)}: {fault}.") { Facts = new Dictionary<string, object?> { ["episode"] = piece.Id, ["step"] = step, ["nextStep"] = known.Next } };

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}

/// <summary>Whether steps may be taken when steps before them are not there.</summary>
internal enum Gaps
{
    /// <summary>The sender can still send them.</summary>
    Refused,

    /// <summary>They are lost: a file is all there is.</summary>
    Taken,
}
