using WorldGan.WorldModel;
using WorldGan.WorldModel.Classes;

namespace WorldGan.Export.Onnx;

/// <summary>Draws the categories and flags of the next state, one after the other, each given those before it.</summary>
/// <param name="layout">The world.</param>
/// <param name="members">M, its members.</param>
/// <param name="select">Takes for each row what its member says, of [M, B, n].</param>
/// <param name="member">[B] the member of each row.</param>
internal sealed class OnnxClasses(WorldModelLayout layout, IReadOnlyList<WorldModelMember> members, Func<OnnxValue, OnnxValue> select, OnnxValue member)
{
    /// <summary>Draws one.</summary>
    /// <param name="k">Which, in the order in which they are drawn.</param>
    /// <param name="condition">[B, C'] state, action and the classes before it.</param>
    /// <param name="at">[B, 1] uniform in [0, 1).</param>
    /// <returns>[B] its class.</returns>
    public OnnxValue Draw(int k, OnnxValue condition, OnnxValue at)
    {
        ClassHead[] heads = [.. members.Select(m => m.ClassHeads[k])];
        OnnxValue probabilities = select(OnnxNetwork.Run(condition, $"classes.{k}", [.. heads.Select(head => head.Net)])).Softmax();
        if (heads.Any(head => head.Counted)) probabilities = Counted(k, heads, condition, probabilities);
        return probabilities.Pick(at, layout.Classes[k].Classes);
    }

    // The mean under a Dirichlet prior around the network, for members whose counts have a say.
    private OnnxValue Counted(int k, ClassHead[] heads, OnnxValue condition, OnnxValue probabilities)
    {
        OnnxGraph graph = condition.Graph;
        ClassTable table = heads[0].Table!;
        int classes = layout.Classes[k].Classes;
        OnnxValue weights = graph.Numbers($"classes.{k}.condition", [.. table.Weights.ToArray().Select(weight => (float)weight)], table.Weights.Length, 1); // below 2^16: exact
        OnnxValue number = graph.Number(0.5f).Below(condition).As(OnnxType.Float).Apply("MatMul", weights).Narrowed(1).As(OnnxType.Int64) + member * graph.Whole(table.Conditions);
        OnnxValue counts = graph.Numbers($"classes.{k}.counts", [.. heads.SelectMany(head => head.Counts)], heads.Length * table.Conditions, classes).Rows(number);
        OnnxValue strength = graph.Numbers($"classes.{k}.strength", [.. heads.Select(head => head.Strength[0])], heads.Length, 1).Rows(member);
        OnnxValue drawn = (counts + strength * probabilities) / (counts.Sum().Widened(1) + strength);
        return graph.Number(0).Below(strength).Choose(drawn, probabilities);
    }
}
