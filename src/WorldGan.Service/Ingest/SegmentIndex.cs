namespace WorldGan.Service.Ingest;

/// <summary>Which steps of which episodes a segment holds, so that a start need not read the segment to know.</summary>
internal sealed class SegmentIndex
{
    private readonly List<KnownPiece> _pieces;
    private readonly Dictionary<UInt128, int> _last = [];          // place of an episode's last piece

    /// <summary>Of a segment that is empty so far.</summary>
    public SegmentIndex() => _pieces = [];

    public SegmentIndex(List<KnownPiece> pieces) => _pieces = pieces;

    /// <summary>The pieces; those that go on where the one before stopped are one.</summary>
    public IReadOnlyList<KnownPiece> Pieces => _pieces;

    /// <summary>Steps in the segment.</summary>
    public long Steps => _pieces.Sum(piece => (long)piece.Steps.To - piece.Steps.From);

    /// <summary>Takes in what was written next.</summary>
    public void Add(KnownPiece piece)
    {
        if (_last.TryGetValue(piece.Episode, out int place) && _pieces[place].GoesOnWith(piece))
        {
            KnownPiece before = _pieces[place];
            _pieces[place] = before with { Steps = before.Steps with { To = piece.Steps.To }, Ends = piece.Ends };
            return;
        }

        _last[piece.Episode] = _pieces.Count;
        _pieces.Add(piece);
    }
}
