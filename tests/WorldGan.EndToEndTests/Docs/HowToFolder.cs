using WorldGan.Tests;

namespace WorldGan.EndToEndTests.Docs;

/// <summary>The folder in which every how-to begins: what the commands of docs/how-to/README.md leave behind. They are run once for all.</summary>
public sealed class HowToFolder : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public HowToFolder()
    {
        using var run = new PageRun(_folder.File(""));
        run.Follow(DocPage.Blocks(DocPage.Beginning));
    }

    internal void CopyTo(string folder)
    {
        foreach (string file in Directory.EnumerateFiles(_folder.File(""), "*", SearchOption.AllDirectories))
        {
            string copy = Path.Combine(folder, Path.GetRelativePath(_folder.File(""), file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    public void Dispose() => _folder.Dispose();
}
