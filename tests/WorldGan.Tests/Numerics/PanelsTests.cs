using FsCheck.Xunit;
using WorldGan.Numerics;

namespace WorldGan.Tests.Numerics;

public class PanelsTests
{
    [Property]
    public void Every_element_finds_its_transposed_place_and_padding_stays_as_it_was(byte rows, byte columns)
    {
        (int m, int n) = (rows % 50, columns % 50);
        float[] matrix = Draws.Singles(m * Panels.Pad(n), 1), before = Draws.Singles(n * Panels.Pad(m), 2), transposed = [.. before];
        Panels.Transpose<float>(matrix, m, n, transposed);
        for (int column = 0; column < n; column++)
            for (int row = 0; row < Panels.Pad(m); row++)
            {
                int at = (row / 16 * n + column) * 16 + row % 16;
                Assert.Equal(row < m ? matrix[(column / 16 * m + row) * 16 + column % 16] : before[at], transposed[at]);
            }
    }
}
