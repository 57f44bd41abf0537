using System.Globalization;
using System.Text.Json;
using WorldGan.Worlds.Expressions;
using WorldGan.Worlds.Json;

namespace WorldGan.Worlds;

/// <summary>
/// What must hold between the values of a world.json. A rule speaks only where the values that it builds on are sound, so
/// that one slip gives one fault.
/// </summary>
internal static class WorldSpecRules
{
    private const int LongestName = 64;
    private const string Separators = ",;'\"";

    /// <summary>The columns that every log has beside the state; its header's case does not matter.</summary>
    public static readonly string[] LogColumns = ["episode", "step", "action", "reward", "terminated", "truncated", "action_probability"];

    public static void Check(WorldSpec spec, PlacedValue root, FaultList faults)
    {
        if (root.Find("state") is { } state) CheckState(spec.State, state, faults);
        if (root.Find("actions") is { } actions) CheckActions(spec, actions, faults);
        if (root.Find("rewardRange") is { } range) CheckRange(spec.RewardRange, range, faults);
        if (spec is { RewardIs: not null, RewardRange: null } && faults.IsClean("rewardRange"))
            faults.Add(root.Find("rewardIs")!.Place, "expected 'rewardRange' beside it: the lowest and highest reward of a step, which a log does not show.");
        if (root.Find("state") is { Kind: JsonValueKind.Array } && spec.Image is not null)
        {
            CheckImage(root, faults);
            return;
        }

        if (root.Find("history") is { } history && faults.IsClean(history.Place.Key) && KnowsNames(root.Find("state"), faults)) CheckHistory(spec, history, faults);
        if (KnowsNames(root.Find("state"), faults)) CheckExpressions(spec, root, faults);
    }

    /// <summary>An image stands alone, and has no numbers that an expression could speak of.</summary>
    private static void CheckImage(PlacedValue root, FaultList faults)
    {
        if (root.Find("state") is { Items: [_, var second, ..] }) faults.Add(second.Place, "expected an image as the only state variable, got more beside it.");
        foreach (string key in new[] { "terminalWhen", "rewardIs" })
            if (root.Find(key) is { Kind: not JsonValueKind.Null } expression && faults.IsClean(key)) faults.Add(expression.Place, "expected no expression in a world of images, whose pixels have no names: ends and rewards are learned.");
    }

    private static void CheckHistory(WorldSpec spec, PlacedValue history, FaultList faults)
    {
        StateStack stack = new(spec);
        foreach (StateVariable earlier in stack.Seen.State.Skip(stack.Present))
            if (spec.State.FirstOrDefault(variable => variable.Name.Equals(earlier.Name, StringComparison.OrdinalIgnoreCase)) is { } taken)
                faults.Add(history.Place, $"the state variable '{taken.Name}' is called as an earlier step is; choose another name.");
    }

    private static bool KnowsNames(PlacedValue? state, FaultList faults) =>
        state is { Items.Count: > 0 } && state.Items.All(item => item.Find("name") is { } name && faults.IsClean(name.Place.Key));

    private static void CheckExpressions(WorldSpec spec, PlacedValue root, FaultList faults)
    {
        if (root.Find("terminalWhen") is { } terminal && spec.TerminalWhen is not null)
            CheckExpression(() => StateCondition.Parse(spec.TerminalWhen, spec), terminal, faults);
        if (root.Find("rewardIs") is { } reward && spec.RewardIs is not null)
            CheckExpression(() => StateNumber.Parse(spec.RewardIs, spec), reward, faults);
    }

    private static void CheckState(IReadOnlyList<StateVariable> variables, PlacedValue list, FaultList faults)
    {
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        for (int i = 0; i < variables.Count; i++)
        {
            var item = list.Items[i];
            if (IsSound(item, faults, "kind", "categories", "low", "high", "height", "width", "channels")) CheckKind(variables[i], item, faults);
            if (!IsSound(item, faults, "name")) continue;

            CheckName(variables[i].Name, item, names, faults);
            if (LogColumns.Contains(variables[i].Name, StringComparer.OrdinalIgnoreCase))
                faults.Add(item.Find("name")!.Place, $"'{variables[i].Name}' is a column of its own in every log; choose another name.");
        }
    }

    private static void CheckActions(WorldSpec spec, PlacedValue list, FaultList faults)
    {
        IReadOnlyList<ActionSpec> actions = spec.Actions;
        bool areLoggedByValue = spec.LoggedActions == LoggedActions.Values && faults.IsClean("loggedActions");
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var values = new HashSet<double>();
        for (int i = 0; i < actions.Count; i++)
        {
            if (!IsSound(list.Items[i], faults, "name", "value")) continue;

            CheckName(actions[i].Name, list.Items[i], names, faults);
            if (double.TryParse(actions[i].Name, CultureInfo.InvariantCulture, out double number) && number != actions[i].Value && (areLoggedByValue || actions[i].Name != Text(i)))
                faults.Add(list.Items[i].Find("name")!.Place, areLoggedByValue ? $"a number as a name must be the action's value, since logs hold values, got '{actions[i].Name}'."
                    : $"a number as a name must be the action's own, {i}, or its value, got '{actions[i].Name}'.");
            if (areLoggedByValue && (actions[i].Value is not { } value || !values.Add(value)))
                faults.Add((list.Items[i].Find("value") ?? list.Items[i]).Place, "expected a value of its own for each action, since logs hold values.");
        }
    }

    private static bool IsSound(PlacedValue item, FaultList faults, params IEnumerable<string> keys) =>
        item.Kind == JsonValueKind.Object && keys.All(key => faults.IsClean(item.Place.KeyOf(key)));

    private static void CheckRange(RewardRange? rewards, PlacedValue range, FaultList faults)
    {
        if (faults.IsClean(range.Place.Key) && rewards?.Low > rewards?.High)
            faults.Add(range.Place, $"expected low of at most high, got {Text(rewards.Value.Low)} and {Text(rewards.Value.High)}.");
    }

    private static void CheckName(string name, PlacedValue item, HashSet<string> names, FaultList faults)
    {
        var place = item.Find("name")!.Place;
        bool isSound = name.Length is > 0 and <= LongestName && name.Trim() == name && !name.Any(c => char.IsControl(c) || Separators.Contains(c));
        if (!isSound) faults.Add(place, $"expected 1 to {LongestName} characters without {string.Join(' ', Separators.ToCharArray())}, control characters and outer blanks.");
        else if (!names.Add(name)) faults.Add(place, $"the name '{name}' stands twice; upper and lower case count as equal.");
    }

    private static void CheckKind(StateVariable variable, PlacedValue item, FaultList faults)
    {
        bool isCategory = variable.Kind == VariableKind.Category, isReal = variable.Kind == VariableKind.Real;
        var categories = item.Find("categories");
        if (isCategory && variable.Categories < 2)
            faults.Add(categories?.Place ?? item.Place, "expected 'categories' of at least 2 for a variable of kind category.");
        else if (!isCategory && categories is not null)
            faults.Add(categories.Place, "only a variable of kind category has categories.");

        foreach (string size in new[] { "height", "width", "channels" })
        {
            if (variable.Kind == VariableKind.Image && item.Find(size) is null) faults.Add(item.Place, $"expected '{size}' of an image.");
            else if (variable.Kind != VariableKind.Image && item.Find(size) is { } pixels) faults.Add(pixels.Place, $"only a variable of kind image has {size}.");
        }

        foreach (var bound in new[] { item.Find("low"), item.Find("high") })
            if (!isReal && bound is not null) faults.Add(bound.Place, "only variables of kind real have low and high.");
        if (isReal && variable.Low >= variable.High)
            faults.Add(item.Find("low")!.Place, $"expected low below high, got {Text(variable.Low.Value)} and {Text(variable.High.Value)}.");
    }

    private static void CheckExpression(Action parse, PlacedValue text, FaultList faults)
    {
        try
        {
            parse();
        }
        catch (ExpressionException e)
        {
            faults.Add(text.Place, e.Message);
        }
    }

    private static string Text(double number) => number.ToString(CultureInfo.InvariantCulture);
}
