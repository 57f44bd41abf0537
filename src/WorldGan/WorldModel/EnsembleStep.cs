using WorldGan.Worlds;

namespace WorldGan.WorldModel;

/// <summary>Steps a batch through an ensemble: each row through the member that its trajectory follows. One instance serves one thread.</summary>
internal sealed class EnsembleStep(LearnedWorld world)
{
    private readonly MemberPrediction[] _members = [.. world.Members.Select(member => new MemberPrediction(world.Layout, member))];
    private readonly int[] _ends = new int[world.MemberCount]; // of each member's rows
    private int[] _memberOf = [], _rows = [];                  // _rows: the rows of the first member, then those of the second, and so on
    private RowKey[] _keys = [];                               // whose members stand in _memberOf: a trajectory keeps its own

    public void Run(StepBatch batch)
    {
        if (_rows.Length < batch.Count) Grow(batch.Count);
        if (_members.Length > 1) SortByMember(batch.Keys);
        else _ends[0] = batch.Count;
        for (int m = 0, first = 0; m < _members.Length; first = _ends[m++])
            for (int row = first; row < _ends[m]; row += MemberPrediction.Capacity)
                _members[m].Step(batch, _rows.AsSpan(row, Math.Min(MemberPrediction.Capacity, _ends[m] - row)));
    }

    private void Grow(int rows)
    {
        (_memberOf, _rows, _keys) = (new int[rows], [.. Enumerable.Range(0, rows)], new RowKey[rows]);
        Array.Fill(_memberOf, world.MemberOf(default));
    }

    private void SortByMember(ReadOnlySpan<RowKey> keys)
    {
        Array.Clear(_ends);
        for (int row = 0; row < keys.Length; row++) _ends[MemberOf(row, keys[row])]++;
        for (int m = 0, sum = 0; m < _ends.Length; m++) (_ends[m], sum) = (sum, sum + _ends[m]); // beginnings, which filling moves to the ends
        for (int row = 0; row < keys.Length; row++) _rows[_ends[_memberOf[row]]++] = row;
    }

    private int MemberOf(int row, RowKey key)
    {
        if ((_keys[row].Seed, _keys[row].Trajectory) != (key.Seed, key.Trajectory)) (_keys[row], _memberOf[row]) = (key, world.MemberOf(key));
        return _memberOf[row];
    }
}
