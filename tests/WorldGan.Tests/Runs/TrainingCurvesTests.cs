using WorldGan.Runs;

namespace WorldGan.Tests.Runs;

public class TrainingCurvesTests
{
    [Fact]
    public void Members_that_train_at_the_same_time_give_the_same_curves_in_whatever_order_they_report()
    {
        string[] lines = [.. from member in new[] { 0, 1, 2 } from step in new[] { 1, 2 } select $$"""{"stage":"world.mean","member":{{member}},"step":{{step}},"loss":{{member + step}},"rate":0.5}"""];
        using var folder = new TemporaryFolder();
        File.WriteAllLines(folder.File("a"), lines);
        File.WriteAllLines(folder.File("b"), new[] { 4, 2, 0, 3, 5, 1 }.Select(i => lines[i]));
        string Told(string name) => string.Join('\n', TrainingCurves.Read(folder.File(name)).Select(curve => $"{curve.Metric} {curve.Member}: {string.Join(' ', curve.Values)}"));
        Assert.Equal(Told("a"), Told("b"));
    }
}
