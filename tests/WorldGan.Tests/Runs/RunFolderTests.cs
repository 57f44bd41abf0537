using WorldGan.Runs;

namespace WorldGan.Tests.Runs;

public sealed class RunFolderTests : IDisposable
{
    private readonly TemporaryFolder _temporary = new();

    [Fact]
    public void A_run_has_one_owner_at_a_time()
    {
        using (Folder.Lock()) Assert.Contains("another process works on this run", Assert.Throws<IOException>(Folder.Lock).Message, StringComparison.Ordinal);
        Folder.Lock().Dispose();
    }

    [Fact]
    public void A_new_run_takes_an_empty_folder_or_one_with_nothing_but_its_log()
    {
        Folder.Lock().Dispose();
        string log = _temporary.File("run/log.csv");
        Folder.ExpectEmpty([log]);
        File.WriteAllText(log, "");
        Folder.ExpectEmpty([log]);
        Assert.Contains("'log.csv'", Assert.Throws<IOException>(() => Folder.ExpectEmpty([])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_with_a_run_says_how_to_go_on()
    {
        Folder.Lock().Dispose();
        File.WriteAllText(Folder.Description, "{}");
        Assert.Contains("--resume", Assert.Throws<IOException>(() => Folder.ExpectEmpty([])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Clearing_takes_away_what_a_run_makes_and_nothing_else()
    {
        Directory.CreateDirectory(Folder.Checkpoints);
        Directory.CreateDirectory(Folder.Export);
        foreach (string file in new[] { Folder.Description, Folder.Metrics, Folder.World, Folder.Policy, Folder.Scores, Path.Combine(Folder.Checkpoints, "x"), Path.Combine(Folder.Export, "x"), _temporary.File("run/mine.txt") })
            File.WriteAllText(file, "");
        Folder.Clear();
        Assert.Equal(["mine.txt"], Directory.EnumerateFileSystemEntries(Folder.Path).Select(Path.GetFileName).Where(name => name != ".lock"));
    }

    public void Dispose() => _temporary.Dispose();

    private RunFolder Folder => new(_temporary.File("run"));
}
