namespace WorldGan.WorldModel.Noise;

/// <summary>The units in which losses see residuals.</summary>
internal static class LossUnits
{
    private const float LeastRelativeScale = 0.1f;         // so that a nearly exact variable does not fill the loss with rounding noise

    /// <summary>[O] factors from units of the member's scale.</summary>
    public static float[] Of(WorldModelMember member)
    {
        float largest = member.Scale.DefaultIfEmpty(1).Max();
        return [.. member.Scale.Select(scale => scale / Math.Max(scale, LeastRelativeScale * largest))];
    }
}
