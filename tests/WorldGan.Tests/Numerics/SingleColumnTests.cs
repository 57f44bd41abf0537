using FsCheck.Xunit;
using WorldGan.Numerics;

namespace WorldGan.Tests.Numerics;

public class SingleColumnTests
{
    [Property]
    public void Every_row_is_one_chain_over_k_ascending_and_nothing_beside_it_is_written(byte rows, ushort inner, byte padding, byte gap, float start)
    {
        if (!SingleColumn.IsSupported) return;             // then nobody calls it
        int m = rows % 100, n = inner % 301, stride = n + padding % 20, resultStride = 1 + gap % 20;
        float[] left = Draws.Singles(m * stride, 1), column = Draws.Singles(n * Panels.Width, 2), before = Draws.Singles(m * resultStride, 3), result = [.. before];
        SingleColumn.Run(left, stride, m, n, column, start, result, resultStride);
        float[] expected = [.. before];
        for (int row = 0; row < m; row++)
        {
            float sum = start;
            for (int k = 0; k < n; k++) sum = MathF.FusedMultiplyAdd(left[row * stride + k], column[k * Panels.Width], sum);
            expected[row * resultStride] = sum;
        }

        Same.Bits<float>(expected, result);
    }
}
