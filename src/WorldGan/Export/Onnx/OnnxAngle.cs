namespace WorldGan.Export.Onnx;

/// <summary>Angles in single precision.</summary>
internal static class OnnxAngle
{
    // 2π in two pieces: times few turns the first is exact, so that an angle keeps its digits.
    private const float Turn = 6.28125f, RestOfTurn = (float)(Math.Tau - Turn);

    /// <summary>The angle in [-π, π) that differs by whole turns; an angle that is there already keeps its bits.</summary>
    public static OnnxValue Wrapped(OnnxValue angle)
    {
        OnnxValue least = angle.Graph.Number(-MathF.PI), most = angle.Graph.Number(MathF.PI);
        OnnxValue turns = (angle / MathF.Tau).Apply("Round");
        OnnxValue wrapped = angle - turns * Turn - turns * RestOfTurn;
        return IsWrapped(angle).Choose(angle, IsWrapped(wrapped).Choose(wrapped, least));

        OnnxValue IsWrapped(OnnxValue value) => value.NotBelow(least) & value.Below(most);
    }
}
