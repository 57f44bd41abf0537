using WorldGan.Logs.Messages;
using WorldGan.Worlds;
using WorldGan.Worlds.Json;

namespace WorldGan.Logs.Mapping;

/// <summary>What must hold between a mapping and its world.</summary>
internal static class MappingRules
{
    public static void Check(LogMapping mapping, PlacedValue root, WorldSpec spec, FaultList faults)
    {
        if (root.Find("state") is { } state) CheckState(mapping.State, state, spec, faults);
        CheckField(mapping.Action?.Field, root.Find("action")?.Find("field"), faults);         // null where the key is missing: that fault stands already
        CheckField(mapping.Reward?.Field, root.Find("reward")?.Find("field"), faults);
        CheckField(mapping.Terminated, root.Find("terminated"), faults);
        CheckField(mapping.Truncated, root.Find("truncated"), faults);
        CheckField(mapping.Episode, root.Find("episode"), faults);
    }

    private static void CheckState(IReadOnlyList<MappedVariable> state, PlacedValue list, WorldSpec spec, FaultList faults)
    {
        string[] names = [.. spec.State.Select(variable => variable.Name)];
        var seen = new HashSet<string>();
        for (int i = 0; i < state.Count; i++)
        {
            CheckField(state[i].Field, list.Items[i].Find("field"), faults);
            if (list.Items[i].Find("name") is not { } name || !faults.IsClean(name.Place.Key)) continue;
            if (!names.Contains(state[i].Name)) faults.Add(name.Place, $"world '{spec.Name}' has no state variable '{state[i].Name}'.{NearMiss.HintOrNames(state[i].Name, names)}");
            else if (!seen.Add(state[i].Name)) faults.Add(name.Place, $"the state variable '{state[i].Name}' stands twice.");
        }

        string[] missing = [.. names.Where(name => !seen.Contains(name))];
        if (missing.Length > 0 && faults.IsClean(list.Place.Key)) faults.Add(list.Place, $"expected all state variables of world '{spec.Name}', got none for {string.Join(", ", missing)}.");
    }

    private static void CheckField(string? path, PlacedValue? value, FaultList faults)
    {
        if (path is not null && value is not null && faults.IsClean(value.Place.Key) && FieldPath.TryParse(path) is null)
            faults.Add(value.Place, $"expected {FieldPath.Expected}, got {value}.");
    }
}
