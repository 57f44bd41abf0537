using System.Reflection;
using WorldGan.WorldModel;

namespace WorldGan.Tests.WorldModel;

public class WorldModelOptionsTests
{
    private static readonly Lazy<byte[]> Unchanged = new(() => Tiny.Fingerprint(Tiny.Train()));

    public static TheoryData<string> Names => new(typeof(WorldModelOptions).GetProperties().Select(p => p.Name));

    [Theory]
    [MemberData(nameof(Names))]
    public void Each_option_changes_the_world_that_is_learned(string name) =>
        Assert.NotEqual(Unchanged.Value, Tiny.Fingerprint(Tiny.Train(WithAnother(typeof(WorldModelOptions).GetProperty(name)!))));

    private static WorldModelOptions WithAnother(PropertyInfo option)
    {
        WorldModelOptions changed = Tiny.Options with { };
        option.SetValue(changed, option.GetValue(changed) switch
        {
            int number => 2 * number,
            double number => number / 2,
            bool flag => !flag,
            Enum choice => Enum.GetValues(option.PropertyType).Cast<object>().First(other => !other.Equals(choice)),
            var other => throw new NotSupportedException($"Say here how to change '{option.Name}', {other}."),
        });
        return changed;
    }
}
