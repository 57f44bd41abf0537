using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using MessagePack;
using WorldGan.Logs;
using WorldGan.Logs.Wglog;
using WorldGan.Numerics;
using WorldGan.Simulators;
using WorldGan.Simulators.Views;
using WorldGan.Worlds;
using static WorldGan.Tests.Logs.LogWorlds;

namespace WorldGan.Tests.Logs;

public class FrameLogTests
{
    private static readonly WorldSpec Small = Of(3, 4, 2);

    /// <summary>The bytes are what a reader in another language has to find: [kind, bin, checksum], and in it one binary value an image.</summary>
    [Fact]
    public void An_image_stands_in_a_log_as_one_binary_value()
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("view.wglog");
        LogFile.Write(path, Small, [Frames(Small, "e", 1, seed: 5)]);
        var record = new MessagePackReader(File.ReadAllBytes(path));
        record.Skip();                                     // the header
        record.ReadArrayHeader();
        Assert.Equal(WglogFormat.BlockKind, record.ReadInt32());
        var block = new MessagePackReader(record.ReadBytes()!.Value.First);
        Assert.Equal(6, block.ReadArrayHeader());
        block.Skip();
        block.Skip();
        Assert.Equal((1, 2), (block.ReadArrayHeader(), block.ReadArrayHeader()));
        Assert.Equal(Frames(Small, "e", 1, seed: 5).States[..24], block.ReadBytes()!.Value.First.ToArray().Select(pixel => (double)pixel));
    }

    [Property(MaxTest = 50)]
    public void Whatever_pixels_are_written_are_read_and_have_the_same_hash(byte height, byte width, byte channels, ulong seed)
    {
        WorldSpec spec = Of(1 + height % 20, 1 + width % 20, 1 + channels % 4);
        Episode[] written = [Frames(spec, "a", 700, seed), Frames(spec, "b", 1, seed + 1) with { Rewards = new double[1] }];
        using var folder = new TemporaryFolder();
        LogFile.Write(folder.File("view.wglog"), spec, written);
        Episode[] read = [.. LogFile.Read(folder.File("view.wglog"), spec)];
        Assert.Equal(Show(written), Show(read));
        using var hash = new LogHash();
        foreach (Episode episode in written) hash.Add(episode);
        Assert.Equal(hash.ToString(), LogFile.Hash(folder.File("view.wglog"), spec));
    }

    [Fact]
    public void Steps_of_another_writer_are_read_and_one_image_between_two_steps_is_enough()
    {
        byte[] first = Pixels(1), second = Pixels(2), third = Pixels(3);
        Episode episode = Assert.Single(Read(Small, Step("e", 0, first, 0, null), Step("e", 1, second, 1, third)));
        Assert.Equal([.. first, .. second, .. third], episode.States.Select(pixel => (byte)pixel));
    }

    [Theory]
    [InlineData(23)]
    [InlineData(25)]
    [InlineData(0)]
    public void A_wrong_number_of_bytes_is_a_fault_with_its_place(int count)
    {
        var fault = Assert.Throws<LogFormatException>(() => Read(Small, Step("e", 0, new byte[count], 1, Pixels(1))));
        Assert.Contains($"'view' has {count} bytes, expected 24: 3 rows of 4 pixels of 2.", fault.Message, StringComparison.Ordinal);
        Assert.Contains("(byte ", fault.Message, StringComparison.Ordinal);
        fault = Assert.Throws<LogFormatException>(() => Read(Small, Step("e", 0, Pixels(1), 1, new byte[count])));
        Assert.Contains($"'next_view' has {count} bytes", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Numbers_in_the_place_of_an_image_are_a_fault()
    {
        WorldSpec numbers = Cart with { State = [new StateVariable("view")] };
        using var folder = new TemporaryFolder();
        LogFile.Write(folder.File("numbers.wglog"), numbers, [new Episode { Id = "e", States = [1, 2], Actions = [0], Rewards = [0], Ending = Ending.Terminal }]);
        var fault = Assert.Throws<LogFormatException>(() => LogFile.Read(folder.File("numbers.wglog"), Small).ToList());
        Assert.Contains("the log has numbers as its state, but world 'seen' has an image of 3 x 4 x 2.", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_image_of_another_size_is_refused_by_its_header()
    {
        using var folder = new TemporaryFolder();
        LogFile.Write(folder.File("view.wglog"), Small, [Frames(Small, "e", 2, seed: 1)]);
        var fault = Assert.Throws<LogFormatException>(() => LogFile.Read(folder.File("view.wglog"), Of(4, 3, 2)).ToList());
        Assert.Contains("the log has an image of 3 x 4 x 2 as its state, but world 'seen' has an image of 4 x 3 x 2.", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(256)]
    [InlineData(-1)]
    [InlineData(0.5)]
    [InlineData(double.NaN)]
    public void What_is_no_byte_is_not_written(double pixel)
    {
        Episode episode = Frames(Small, "e", 1, seed: 1);
        episode.States[7] = pixel;
        using var folder = new TemporaryFolder();
        var fault = Assert.Throws<ArgumentException>(() => LogFile.Write(folder.File("view.wglog"), Small, [episode]));
        Assert.Contains(string.Create(null, $"number 7 of 'view' is {pixel}, expected "), fault.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(folder.File("view.wglog")));
    }

    [Fact]
    public void Damage_costs_its_records_and_is_reported()
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("view.wglog");
        Episode[] episodes = [Frames(Small, "a", 5, seed: 1), Frames(Small, "b", 5, seed: 2), Frames(Small, "c", 5, seed: 3)];
        LogFile.Write(path, Small, episodes);
        byte[] bytes = File.ReadAllBytes(path);
        long second = bytes.Length - 2 * (bytes.Length - RecordEnd(bytes)) / 3 + 40;      // in the images of the second block
        bytes[second] ^= 0x55;
        File.WriteAllBytes(path, bytes[..^10]);                                           // and the third is torn
        var notices = new List<LogNotice>();
        Assert.Equal(Show(episodes[..1]), Show(LogFile.Read(path, Small, notices.Add)));
        Assert.NotEmpty(notices);
    }

    [Theory]
    [InlineData("view.csv")]
    [InlineData("view.jsonl")]
    public void Text_holds_no_images_and_says_what_does(string name)
    {
        using var folder = new TemporaryFolder();
        var fault = Assert.Throws<ArgumentException>(() => LogFile.Write(folder.File(name), Small, [Frames(Small, "e", 1, seed: 1)]));
        Assert.Contains("expected a log that ends in .wglog, since 'view' of world 'seen' is an image", fault.Message, StringComparison.Ordinal);
        File.WriteAllText(folder.File(name), "x");
        Assert.Throws<ArgumentException>(() => LogFile.Read(folder.File(name), Small).ToList());
    }

    [Fact]
    public void An_inspection_knows_an_image_by_the_logs_header()
    {
        View view = View.Find(BouncingBallView.Name);
        using var folder = new TemporaryFolder();
        LogFile.Write(folder.File("ball.wglog"), view.Spec, new Recorder(view.World, new RandomPolicy(view.World.Spec), seed: 1).Transitions(50).Select(view.Of));
        LogInspection inspection = LogInspection.Inspect(folder.File("ball.wglog"));
        Assert.Equal(view.Spec.Image, inspection.Draft.Image);
        Assert.Equal(new ObservedRange(inspection.State[0].Values.Mean, 0, 255), inspection.State[0].Values);
        Assert.Equal(view.Spec.State, LogInspection.Inspect(folder.File("ball.wglog"), view.Spec).Draft.State);
    }

    private static WorldSpec Of(int height, int width, int channels) => Cart with { Name = "seen", State = [new StateVariable("view", VariableKind.Image) { Height = height, Width = width, Channels = channels }] };

    private static Episode Frames(WorldSpec spec, string id, int steps, ulong seed)
    {
        var random = new RandomStream(seed, RandomPurpose.Reset);
        double[] pixels = new double[(steps + 1) * spec.Numbers];
        foreach (ref double pixel in pixels.AsSpan()) pixel = random.NextInt32(256);
        return new Episode { Id = id, States = pixels, Actions = new int[steps], Rewards = new double[steps], Ending = Ending.Terminal };
    }

    private static byte[] Pixels(byte first) => [.. Enumerable.Range(0, 24).Select(i => (byte)(first * 10 + i))];

    private static long RecordEnd(byte[] bytes)
    {
        var reader = new MessagePackReader(bytes);
        reader.Skip();
        return reader.Consumed;
    }

    private static Episode[] Read(WorldSpec spec, params byte[][] steps)
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("view.wglog");
        using (LogFile.Create(path, spec)) { }
        File.AppendAllBytes(path, [.. steps.SelectMany(step => step)]);
        return [.. LogFile.Read(path, spec)];
    }

    private static byte[] Step(string episode, int step, byte[] state, int ending, byte[]? next)
    {
        var payload = new System.Buffers.ArrayBufferWriter<byte>();
        var writer = new MessagePackWriter(payload);
        writer.WriteArrayHeader(7);
        writer.Write(episode);
        writer.Write(step);
        writer.WriteArrayHeader(1);
        writer.Write(state);
        writer.Write(0);
        writer.Write(1.0);
        writer.Write(ending);
        if (next is null) writer.WriteNil();
        else
        {
            writer.WriteArrayHeader(1);
            writer.Write(next);
        }

        writer.Flush();
        var record = new System.Buffers.ArrayBufferWriter<byte>();
        writer = new MessagePackWriter(record);
        writer.WriteArrayHeader(3);
        writer.Write(WglogFormat.StepKind);
        writer.Write(payload.WrittenSpan);
        writer.Write(Crc32.Of(payload.WrittenSpan));
        writer.Flush();
        return record.WrittenSpan.ToArray();
    }
}
