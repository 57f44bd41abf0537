using WorldGan.Worlds;

namespace WorldGan.WorldModel;

/// <summary>Steps a batch through an ensemble: each row through the member that its trajectory follows. One instance serves one thread.</summary>
internal sealed class EnsembleStep(LearnedWorld world)
{
    private readonly MemberPrediction[] _members = [.. world.Members.Select(member => new MemberPrediction(world.Layout, member))];
    private readonly int[] _ends = new int[world.MemberCount]; // of each member's rows
    private int[] _memberOf = [], _rows = [];                  // _rows: the rows of the first member, then those of the second, and so on

    public void Run(StepBatch batch)
    {
        if (_rows.Length < batch.Count) (_memberOf, _rows) = (new int[batch.Count], new int[batch.Count]);
        SortByMember(batch.Keys);
        for (int m = 0, first = 0; m < _members.Length; first = _ends[m++])
            for (int row = first; row < _ends[m]; row += MemberPrediction.Capacity)
                _members[m].Step(batch, _rows.AsSpan(row, Math.Min(MemberPrediction.Capacity, _ends[m] - row)));
    }

    private void SortByMember(ReadOnlySpan<RowKey> keys)
    {
        Array.Clear(_ends);
        for (int row = 0; row < keys.Length; row++) _ends[_memberOf[row] = _members.Length == 1 ? 0 : world.MemberOf(keys[row])]++;
        for (int m = 0, sum = 0; m < _ends.Length; m++) (_ends[m], sum) = (sum, sum + _ends[m]); // beginnings, which filling moves to the ends
        for (int row = 0; row < keys.Length; row++) _rows[_ends[_memberOf[row]]++] = row;
    }
}
