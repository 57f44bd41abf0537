using System.Globalization;
using System.Text;
using WorldGan.Logs;
using WorldGan.Logs.Assembly;
using WorldGan.Worlds;

namespace WorldGan.Runs;

/// <summary>Reads a plan: actions as a log would call them, separated by commas, each with a count where it is repeated, such as <c>left*3, right</c>.</summary>
internal static class ActionPlan
{
    private const int LongestPlan = 1_000_000;

    /// <returns>[T] indices of actions.</returns>
    /// <exception cref="ArgumentException">An action does not exist, or a count is wrong; the message says where.</exception>
    public static IReadOnlyList<int> Parse(string text, WorldSpec spec)
    {
        var names = new ActionNames(spec);
        var actions = new List<int>();
        string[] items = text.Split(',');
        for (int i = 0; i < items.Length; i++)
        {
            string item = items[i].Trim(), place = $"Plan, item {i + 1} of {items.Length}";
            int star = item.LastIndexOf('*');
            (string name, string times) = star < 0 ? (item, "1") : (item[..star].Trim(), item[(star + 1)..].Trim());
            if (!int.TryParse(times, NumberStyles.None, CultureInfo.InvariantCulture, out int count) || count < 1 || count > LongestPlan - actions.Count)
                throw new ArgumentException($"{place}: expected a count after '*', for a plan of at most {LongestPlan} actions, got '{times}'.");
            int action = names.Find(Encoding.UTF8.GetBytes(name), new LogPlace("plan"));
            if (action < 0) throw new ArgumentException($"{place}: {names.Fault(name.Length == 0 ? "missing" : name)}");
            actions.AddRange(Enumerable.Repeat(action, count));
        }

        return actions;
    }
}
