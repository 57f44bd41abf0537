using WorldGan.Notebooks.Files;
using WorldGan.Notebooks.Running;
using WorldGan.Tests;
using WorldGan.Tests.House;

namespace WorldGan.Notebooks.Tests;

public class CommittedNotebookTests
{
    /// <summary>Also that the same seed gives the same numbers and pictures on the machine that they were committed from and on this one.</summary>
    [Fact]
    public void Every_notebook_gives_what_is_committed_in_it()
    {
        using var folder = new TemporaryFolder();
        string before = Directory.GetCurrentDirectory(), root = Path.GetDirectoryName(folder.File("x"))!;
        Directory.SetCurrentDirectory(root);
        try
        {
            foreach (string path in Repository.Files("notebooks", "*.ipynb"))
            {
                Notebook notebook = NotebookFile.Read(Repository.PathOf(path));
                NotebookResult result = NotebookRunner.Run(notebook, root, new NotebookOptions());
                Assert.True(result.End == CellEnd.Done, $"{path}: {string.Join('\n', result.Error?.Traceback ?? [])}");
                Assert.Equal(Repository.Read(path), NotebookFile.Format(notebook));
            }
        }
        finally
        {
            Directory.SetCurrentDirectory(before);
        }
    }

    [Fact]
    public void The_readme_names_every_notebook() =>
        Assert.All(Repository.Files("notebooks", "*.ipynb"), path => Assert.Contains($"({Path.GetFileName(path)})", Repository.Read("notebooks/README.md"), StringComparison.Ordinal));
}
