using WorldGan.WorldModel;
using WorldGan.Worlds;

namespace WorldGan.Export.Onnx;

/// <summary>Brings predicted states inside what is possible and known, as <see cref="Support.Enclose"/> does.</summary>
/// <param name="layout">The world.</param>
/// <param name="graph">Where it is computed.</param>
/// <param name="action">[B] the action that is taken.</param>
internal sealed class OnnxSupport(WorldModelLayout layout, OnnxGraph graph, OnnxValue action)
{
    private readonly OnnxValue _low = graph.Numbers("support.low", [.. layout.Envelope.Select(e => e.Low)], layout.Envelope.Length);
    private readonly OnnxValue _high = graph.Numbers("support.high", [.. layout.Envelope.Select(e => e.High)], layout.Envelope.Length);

    /// <summary>[B, 1] whether all numbers of a state are finite.</summary>
    public OnnxValue IsFinite(OnnxValue next) => All(next.Apply("Abs").NotAbove(graph.Number(float.MaxValue)));

    /// <summary>Encloses states.</summary>
    /// <param name="next">[B, S] predicted states.</param>
    /// <returns>[B, S] the enclosed ones, and [B, 1] whether all of a state was inside what the log knows.</returns>
    public (OnnxValue Next, OnnxValue IsInside) Enclose(OnnxValue next)
    {
        if (layout.Walls.Any(wall => float.IsFinite(wall.Low) || float.IsFinite(wall.High)))
            next = next.Clamped(graph.Numbers("walls.low", [.. layout.Walls.Select(w => w.Low)], layout.Walls.Length), graph.Numbers("walls.high", [.. layout.Walls.Select(w => w.High)], layout.Walls.Length));
        OnnxValue inside = IsInside(next), nearest = next.Clamped(_low, _high);
        bool[] angles = [.. layout.Spec.State.Select(variable => variable.Kind == VariableKind.Angle)];
        if (angles.Contains(true)) nearest = graph.Truths("is_angle", angles).Choose(NearerEnd(next), nearest);
        return (inside.Choose(next, nearest), IsSeen(next, All(inside)));
    }

    private OnnxValue IsSeen(OnnxValue next, OnnxValue isInside)
    {
        foreach (int unseen in layout.Normalizer.UnseenActions) isInside &= !action.Widened(1).Apply("Equal", graph.Wholes(unseen));
        foreach ((int variable, int unseen) in layout.Normalizer.UnseenClasses) isInside &= !next.Columns(variable).Apply("Equal", graph.Number(unseen));
        return isInside;
    }

    // An arc that crosses ±π has its low end above its high one.
    private OnnxValue IsInside(OnnxValue next)
    {
        OnnxValue notBelow = next.NotBelow(_low), notAbove = next.NotAbove(_high), between = notBelow & notAbove;
        bool[] across = [.. layout.Envelope.Select(e => e.Low > e.High)];
        return across.Contains(true) ? between | (graph.Truths("crosses_pi", across) & (notBelow | notAbove)) : between;
    }

    private OnnxValue NearerEnd(OnnxValue angle) =>
        OnnxAngle.Wrapped(angle - _low).Apply("Abs").Below(OnnxAngle.Wrapped(angle - _high).Apply("Abs")).Choose(_low, _high);

    private OnnxValue All(OnnxValue truths) => graph.Number(layout.Envelope.Length).NotAbove(truths.As(OnnxType.Float).Sum().Widened(1));
}
