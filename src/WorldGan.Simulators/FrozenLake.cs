using WorldGan.Numerics;
using WorldGan.Worlds;

namespace WorldGan.Simulators;

/// <summary>
/// FrozenLake-v1 as in Gymnasium, 4 × 4 and slippery: from cell to cell over ice with holes. A move goes where it should, or to either side of that,
/// each with probability one third. Reward 1 at the goal.
/// </summary>
public sealed class FrozenLake() : RowSimulator(Name)
{
    /// <summary>The world's name.</summary>
    public const string Name = "frozen-lake";

    private const int Side = 4, Slips = 3;
    private const string Map = "SFFFFHFHFFFHHFFG";         // row after row: start, frozen, hole, goal

    /// <inheritdoc/>
    public override IReadOnlyList<Hump> Humps(ReadOnlySpan<float> state, int action)
    {
        int cell = (int)state[0];
        IEnumerable<int> reached = IsEnd(cell) ? [cell] : Enumerable.Range(0, Slips).Select(slip => Slipping(cell, action, slip));
        return [.. reached.GroupBy(to => to).Select(same => new Hump(IsEnd(cell) ? 1 : (double)same.Count() / Slips, [same.Key]))];
    }

    /// <summary>Where a move leads that does not slip; the edge is a wall.</summary>
    /// <param name="cell">0 to 15, row after row.</param>
    /// <param name="direction">0 left, 1 down, 2 right, 3 up.</param>
    internal static int Neighbour(int cell, int direction)
    {
        (int row, int column) = (cell / Side, cell % Side);
        return direction switch
        {
            0 => row * Side + Math.Max(column - 1, 0),
            1 => Math.Min(row + 1, Side - 1) * Side + column,
            2 => row * Side + Math.Min(column + 1, Side - 1),
            _ => Math.Max(row - 1, 0) * Side + column,
        };
    }

    private protected override void Begin(Span<float> state, ref RandomStream random) => state[0] = 0;

    // A hole or the goal keeps who is in it, as in Gymnasium's table; a number that is no cell makes the step invalid.
    private protected override (double Reward, bool IsTerminal) Move(ReadOnlySpan<float> state, int action, Span<float> next, ref RandomStream random)
    {
        int cell = state[0] is >= 0 and < Side * Side ? (int)state[0] : -1;
        if (cell != state[0])
        {
            next[0] = float.NaN;
            return (0, false);
        }

        if (IsEnd(cell))
        {
            next[0] = cell;
            return (0, true);
        }

        int to = Slipping(cell, action, random.NextInt32(Slips));
        next[0] = to;
        return (Map[to] == 'G' ? 1 : 0, IsEnd(to));
    }

    private static bool IsEnd(int cell) => Map[cell] is 'H' or 'G';

    // To either side of where it should go, or there.
    private static int Slipping(int cell, int action, int slip) => Neighbour(cell, (action + 3 + slip) % 4);
}
