using FsCheck.Xunit;
using WorldGan.Numerics;

namespace WorldGan.Tests.Numerics;

public class PanelsTests
{
    [Property]
    public void Every_element_finds_its_transposed_place_and_padding_stays_as_it_was(byte rows, byte columns, byte skipped)
    {
        (int m, int n) = (rows % 50, columns % 50);
        int first = skipped % (m + 1), left = m - first;
        float[] matrix = Draws.Singles(m * Panels.Pad(n), 1), before = Draws.Singles(n * Panels.Pad(left), 2), transposed = [.. before];
        Panels.Transpose<float>(matrix, m, n, transposed, first);
        for (int column = 0; column < n; column++)
            for (int row = 0; row < Panels.Pad(left); row++)
            {
                int at = (row / 16 * n + column) * 16 + row % 16;
                Assert.Equal(row < left ? matrix[(column / 16 * m + first + row) * 16 + column % 16] : before[at], transposed[at]);
            }
    }
}
