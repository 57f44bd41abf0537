using Xunit.Abstractions;
using static WorldGan.Tests.Standins.LawsForTests;

namespace WorldGan.Tests.Standins;

public class FsCheckXunitTests
{
    [Theory]
    [InlineData(nameof(Holding.Void))]
    [InlineData(nameof(Holding.Bool))]
    [InlineData(nameof(Holding.Law))]
    [InlineData(nameof(Holding.Task))]
    public async Task A_law_that_holds_passes_in_every_form(string form)
    {
        var passed = Assert.IsAssignableFrom<ITestPassed>(await LawRunner.Run(typeof(Holding), form));
        Assert.Contains("Ok, passed 100 tests", passed.Output);
    }

    [Theory]
    [InlineData(nameof(Broken.Void))]
    [InlineData(nameof(Broken.Bool))]
    [InlineData(nameof(Broken.Law))]
    [InlineData(nameof(Broken.Task))]
    public async Task A_broken_law_shows_its_shrunk_case_and_its_seed_in_every_form(string form)
    {
        var failed = Assert.IsAssignableFrom<ITestFailed>(await LawRunner.Run(typeof(Broken), form));
        Assert.Contains("Falsifiable, after", failed.Messages[0]);
        Assert.Matches(@"(Shrunk|Original):\s+7\s*$", failed.Messages[0]);
        Assert.Matches(@"seed of \(\d+,\d+\)", failed.Messages[0]);
    }

    [Fact]
    public async Task A_broken_law_shows_what_it_threw() =>
        Assert.Contains("too large", string.Join('\n', Assert.IsAssignableFrom<ITestFailed>(await LawRunner.Run(typeof(Broken), nameof(Broken.Void))).Messages));

    [Fact]
    public async Task A_broken_law_shows_its_label() =>
        Assert.Contains("x is below seven", Assert.IsAssignableFrom<ITestFailed>(await LawRunner.Run(typeof(Broken), nameof(Broken.Law))).Messages[0]);

    [Fact]
    public async Task A_law_without_cases_fails() =>
        Assert.Contains("exhausted", Assert.IsAssignableFrom<ITestFailed>(await LawRunner.Run(typeof(Broken), nameof(Broken.Exhausted))).Messages[0]);

    [Theory]
    [InlineData(nameof(Counted.As_the_class_says), 7)]
    [InlineData(nameof(Counted.As_the_method_says), 3)]
    public async Task The_nearest_setting_wins(string law, int calls)
    {
        Counted.Calls = 0;
        await LawRunner.Run(typeof(Counted), law);
        Assert.Equal(calls, Counted.Calls);
    }

    [Fact]
    public async Task A_seed_gives_the_same_cases_again()
    {
        IReadOnlyList<int> first = await Seen(nameof(Replayed.From_a_seed));
        Assert.Equal(5, first.Count);
        Assert.Equal(first, await Seen(nameof(Replayed.From_a_seed)));
    }

    [Fact]
    public async Task A_seed_with_a_size_runs_one_case() => Assert.Single(await Seen(nameof(Replayed.One_case)));

    [Fact]
    public async Task Generators_and_sizes_are_the_ones_asked_for() =>
        Assert.IsAssignableFrom<ITestPassed>(await LawRunner.Run(typeof(Sized), nameof(Sized.By_its_own_generator)));

    [Fact]
    public async Task A_skipped_law_does_not_run_and_says_why() =>
        Assert.Equal("no such machine", Assert.IsAssignableFrom<ITestSkipped>(await LawRunner.Run(typeof(Skipped), nameof(Skipped.Law))).Reason);

    [Fact]
    public async Task A_law_has_the_life_cycle_and_the_output_of_any_test()
    {
        WithLifeCycle.Disposed = 0;
        string output = (await LawRunner.Run(typeof(WithLifeCycle), nameof(WithLifeCycle.Law))).Output;
        Assert.Equal(1, WithLifeCycle.Disposed);
        Assert.Contains("drew ", output);
        Assert.Contains("1:", output);
    }

    private static async Task<IReadOnlyList<int>> Seen(string law)
    {
        Replayed.Seen.Clear();
        await LawRunner.Run(typeof(Replayed), law);
        return [.. Replayed.Seen];
    }
}
