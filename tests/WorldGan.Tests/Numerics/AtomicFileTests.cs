using WorldGan.Numerics;

namespace WorldGan.Tests.Numerics;

public sealed class AtomicFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_new_file_has_the_whole_content_and_leaves_nothing_beside_it()
    {
        AtomicFile.Write(_folder.File("a"), stream => stream.Write("new"u8));
        Assert.Equal("new", File.ReadAllText(_folder.File("a")));
        Assert.Equal(["a"], _folder.Names);
    }

    [Fact]
    public void The_path_keeps_the_old_content_until_the_new_one_is_whole()
    {
        File.WriteAllText(_folder.File("a"), "old");
        AtomicFile.Write(_folder.File("a"), stream =>
        {
            stream.Write("new"u8);
            stream.Flush();
            Assert.Equal("old", File.ReadAllText(_folder.File("a")));
        });
        Assert.Equal("new", File.ReadAllText(_folder.File("a")));
    }

    [Fact]
    public void A_writer_that_fails_leaves_the_old_file_alone()
    {
        File.WriteAllText(_folder.File("a"), "old");
        var fault = Assert.Throws<InvalidOperationException>(() => AtomicFile.Write(_folder.File("a"), stream =>
        {
            stream.Write("ne"u8);
            throw new InvalidOperationException("midway");
        }));
        Assert.Equal("midway", fault.Message);
        Assert.Equal("old", File.ReadAllText(_folder.File("a")));
        Assert.Equal(["a"], _folder.Names);
    }

    [Fact]
    public void What_a_crash_left_beside_the_path_is_overwritten()
    {
        File.WriteAllText(_folder.File("a.tmp"), "half of something that was longer");
        AtomicFile.Write(_folder.File("a"), stream => stream.Write("new"u8));
        Assert.Equal("new", File.ReadAllText(_folder.File("a")));
        Assert.Equal(["a"], _folder.Names);
    }

    [Fact]
    public void A_second_writer_of_the_same_path_is_refused_and_the_first_one_wins()
    {
        AtomicFile.Write(_folder.File("a"), stream =>
        {
            stream.Write("first"u8);
            Assert.Throws<IOException>(() => AtomicFile.Write(_folder.File("a"), other => other.Write("second"u8)));
        });
        Assert.Equal("first", File.ReadAllText(_folder.File("a")));
    }

    [Fact]
    public void A_folder_in_the_way_is_an_error_and_nothing_is_left_beside_it()
    {
        Directory.CreateDirectory(_folder.File("a"));
        Assert.ThrowsAny<Exception>(() => AtomicFile.Write(_folder.File("a"), stream => stream.Write("new"u8)));
        Assert.Empty(_folder.Names);
    }
}
