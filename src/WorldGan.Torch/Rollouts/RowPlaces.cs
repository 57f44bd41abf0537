using WorldGan.WorldModel;
using WorldGan.Worlds;

namespace WorldGan.Torch.Rollouts;

/// <summary>Where rows stand on a device: by the member that they follow, each member with as many places, of which some may be empty.</summary>
internal sealed class RowPlaces
{
    private readonly bool[] _isReal;

    public RowPlaces(LearnedWorld world, RowKey[] keys)
    {
        int[][] byMember = [.. Enumerable.Range(0, world.MemberCount).Select(_ => Array.Empty<int>())];
        foreach (IGrouping<int, int> rows in Enumerable.Range(0, keys.Length).GroupBy(row => world.MemberOf(keys[row]))) byMember[rows.Key] = [.. rows];
        PerMember = byMember.Max(rows => rows.Length);
        Rows = [.. byMember.SelectMany(rows => rows.Concat(Enumerable.Repeat(0, PerMember - rows.Length)))];
        _isReal = [.. byMember.SelectMany(rows => Enumerable.Range(0, PerMember).Select(i => i < rows.Length))];
    }

    /// <summary>Places of each member.</summary>
    public int PerMember { get; }

    /// <summary>[M · PerMember] the row of each place; an empty one repeats the first.</summary>
    public int[] Rows { get; }

    /// <summary>Whether a place is not empty.</summary>
    public bool IsReal(int place) => _isReal[place];
}
