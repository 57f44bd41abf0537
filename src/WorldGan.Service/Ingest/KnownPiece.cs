namespace WorldGan.Service.Ingest;

/// <summary>Steps of an episode that are in the log.</summary>
/// <param name="Episode">The hash of its name.</param>
/// <param name="Steps">Which they are.</param>
/// <param name="Ends">Whether the last one ended the episode.</param>
/// <param name="FirstContent">Content of the first one.</param>
internal readonly record struct KnownPiece(UInt128 Episode, StepRange Steps, bool Ends, ulong FirstContent)
{
    public static KnownPiece Of(Logs.Episode piece) =>
        new(StepHash.OfName(piece.Id), new StepRange(piece.FirstStep, piece.FirstStep + piece.Count), piece.Ending != Worlds.Ending.None, StepHash.OfContent(piece, 0));

    /// <summary>Whether a later piece goes on where this one stops, so that both are one.</summary>
    public bool GoesOnWith(KnownPiece later) => !Ends && later.Episode == Episode && later.Steps.From == Steps.To;
}
