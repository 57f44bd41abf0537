using WorldGan.Worlds;

namespace WorldGan.WorldModel;

/// <summary>Steps a batch through an ensemble: each row through the member that its trajectory follows. One instance serves one thread.</summary>
internal sealed class EnsembleStep(LearnedWorld world)
{
    private readonly MemberPrediction[] _members = [.. world.Members.Select(member => new MemberPrediction(world.Layout, member))];
    private readonly int[] _ends = new int[world.MemberCount]; // of each member's rows
    private readonly PickedRows _picked = new(MemberPrediction.Capacity, world.Spec.State.Count);
    private int[] _memberOf = [], _byMember = [];              // _byMember: the rows of the first member, then those of the second, and so on
    private RowKey[] _keys = [];                               // whose members stand in _memberOf: a trajectory keeps its own

    public void Run(in StepBatch batch)
    {
        if (OnlyMember(batch.Keys) is { } only)
        {
            for (int row = 0; row < batch.Count; row += MemberPrediction.Capacity)
                _members[only].Step(batch.Slice(row, Math.Min(batch.Count - row, MemberPrediction.Capacity)));
            return;
        }

        SortByMember(batch.Count);
        for (int m = 0, first = 0; m < _members.Length; first = _ends[m++])
            for (int row = first; row < _ends[m]; row += MemberPrediction.Capacity)
            {
                ReadOnlySpan<int> rows = _byMember.AsSpan(row, Math.Min(_ends[m] - row, MemberPrediction.Capacity));
                _members[m].Step(_picked.Take(batch, rows));
                _picked.GiveBack(batch, rows);
            }
    }

    /// <summary>Looks up the members of all rows; null where they differ.</summary>
    private int? OnlyMember(ReadOnlySpan<RowKey> keys)
    {
        if (_members.Length == 1) return 0;
        if (_memberOf.Length < keys.Length) Grow(keys.Length);
        int first = keys.IsEmpty ? 0 : MemberOf(0, keys[0]);
        bool differ = false;
        for (int row = 0; row < keys.Length; row++) differ |= MemberOf(row, keys[row]) != first;
        return differ ? null : first;
    }

    private void Grow(int rows)
    {
        (_memberOf, _byMember, _keys) = (new int[rows], new int[rows], new RowKey[rows]);
        Array.Fill(_memberOf, world.MemberOf(default));
    }

    private int MemberOf(int row, RowKey key)
    {
        if ((_keys[row].Seed, _keys[row].Trajectory) != (key.Seed, key.Trajectory)) (_keys[row], _memberOf[row]) = (key, world.MemberOf(key));
        return _memberOf[row];
    }

    private void SortByMember(int rows)
    {
        Array.Clear(_ends);
        for (int row = 0; row < rows; row++) _ends[_memberOf[row]]++;
        for (int m = 0, sum = 0; m < _ends.Length; m++) (_ends[m], sum) = (sum, sum + _ends[m]); // beginnings, which filling moves to the ends
        for (int row = 0; row < rows; row++) _byMember[_ends[_memberOf[row]]++] = row;
    }
}
