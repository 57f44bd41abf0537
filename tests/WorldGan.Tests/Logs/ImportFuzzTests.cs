using System.Text;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using WorldGan.Logs;
using WorldGan.Logs.Compression;
using WorldGan.Logs.Messages;
using WorldGan.Tests.Logs.Mapping;
using WorldGan.Tests.Logs.Mcap;
using WorldGan.Worlds;
using WorldGan.Worlds.Json;

namespace WorldGan.Tests.Logs;

/// <summary>Whatever stands in a file of other software, reading it ends in episodes, notices or a fault with its place, never otherwise.</summary>
[Properties(MaxTest = 1500)]
public class ImportFuzzTests
{
    private static readonly byte[] Bag = new Recording().Add("/a", 0, "1").Add("/end", 0, "0").States(0, 9).Add("/end", 9.5, "1").Whole();
    private static readonly byte[][] Arms = [.. new[] { "none", "lz4", "zstd", "zstd19" }.Select(form => File.ReadAllBytes(GoldenRecordingTests.PathOf(form))[..6000])];
    private static readonly byte[] Arrays = """{"episodes": [{"id": 1, "observations": [[0,1],[2,3]], "actions": [1], "rewards": [0.5], "terminations": [true], "truncations": [false]}]}"""u8.ToArray();
    private static readonly byte[] Rows = """{"episode_index": 0, "frame_index": 0, "observation.state": [0,1], "action": 1, "next.reward": 1, "next.done": false}"""u8.ToArray();

    [Property]
    public Property A_damaged_recording_is_read_or_refused() => Prop.ForAll(Damaged(Bag).ToArbitrary(), bytes => ReadOrRefuse("a.mcap", bytes, Recording.World, MappingOf(Line, Recording.World)));

    [Property(MaxTest = 4000)]
    public Property A_damaged_recording_with_compressed_chunks_is_read_or_refused() =>
        Prop.ForAll(Gen.Elements(Arms).SelectMany(Damaged).ToArbitrary(), bytes => ReadOrRefuse("a.mcap", bytes, GoldenRecordingTests.Arm, MappingOf(GoldenRecordingTests.Mapping, GoldenRecordingTests.Arm)));

    [Property]
    public Property Damaged_arrays_are_read_or_refused() => Prop.ForAll(Damaged(Arrays).ToArbitrary(), bytes => ReadOrRefuse("a.json", bytes, LogWorlds.Cart));

    [Property]
    public Property Damaged_rows_are_read_or_refused() => Prop.ForAll(Damaged(Rows).ToArbitrary(), bytes => ReadOrRefuse("a.jsonl", bytes, LogWorlds.Cart));

    [Property]
    public Property A_damaged_mapping_is_read_or_refused() => Prop.ForAll(Damaged(Encoding.UTF8.GetBytes(Line)).ToArbitrary(), bytes =>
    {
        try
        {
            ReadOrRefuse("a.mcap", Bag, Recording.World, LogMapping.Parse(bytes, "map.json", Recording.World));
        }
        catch (FaultyFileException fault)
        {
            Assert.NotEmpty(fault.Faults);
        }
    });

    [Property]
    public Property A_damaged_definition_reads_any_message_or_is_refused() => Prop.ForAll(
        Damaged("bool on\nint8[2] few\nstring<=8 word\nfloat32[<=4] some\np/V[] vectors\nfloat64 x\n===\nMSG: p/V\nfloat64 x\nfloat64 y"u8.ToArray()).Zip(Damaged(new byte[60])).ToArbitrary(),
        both =>
        {
            try
            {
                var wanted = new FieldNode();
                wanted.Add(FieldPath.TryParse("/t.x")!.Steps, 0);
                new CdrReader(MessageDefinitions.Read("p/T", Encoding.UTF8.GetString(both.Item1)), wanted).Read(both.Item2, new FieldValues(1));
            }
            catch (InvalidDataException fault)
            {
                Assert.NotEmpty(fault.Message);
            }
        });

    [Property]
    public void Any_bytes_are_unpacked_or_refused(byte[] bytes)
    {
        foreach (byte[] start in new byte[][] { [0x28, 0xB5, 0x2F, 0xFD, 0x00, 0x58], [0x04, 0x22, 0x4D, 0x18, 0x40, 0x40, 0xC0] })
        {
            try
            {
                byte[] packed = [.. start, .. bytes];
                ReadOnlyMemory<byte> unpacked = start[0] == 0x28 ? Zstandard.Unpack(packed, 1 << 20) : Lz4.Unpack(packed, 1 << 20);
                Assert.True(unpacked.Length <= 1 << 20);
            }
            catch (InvalidDataException fault)
            {
                Assert.NotEmpty(fault.Message);
            }
        }
    }

    private const string Line = """{ "rate": 1, "maxAge": 1.5, "state": [{ "name": "x", "field": "/x.v" }], "action": { "field": "/a.v" }, "terminated": "/end.v", "newEpisodeAfter": 3 }""";

    private static LogMapping MappingOf(string text, WorldSpec world) => LogMapping.Parse(Encoding.UTF8.GetBytes(text), "map.json", world);

    /// <summary>Bytes flipped, cut, taken out, or put in from elsewhere.</summary>
    private static Gen<byte[]> Damaged(byte[] whole)
    {
        Gen<int> at = Gen.Choose(0, whole.Length - 1);
        Gen<Func<byte[], byte[]>> flip = at.SelectMany(_ => Gen.Choose(0, 255), (i, b) => (Func<byte[], byte[]>)(bytes => [.. bytes.Select((x, j) => j == i ? (byte)b : x)]));
        Gen<Func<byte[], byte[]>> cut = at.Select(i => (Func<byte[], byte[]>)(bytes => bytes[..Math.Min(i, bytes.Length)]));
        Gen<Func<byte[], byte[]>> splice = at.SelectMany(_ => at, (i, j) => (Func<byte[], byte[]>)(bytes => [.. bytes[..Math.Min(i, bytes.Length)], .. bytes[Math.Min(j, bytes.Length)..]]));
        return Gen.Frequency((6, flip), (1, cut), (2, splice)).ListOf().Select(changes => changes.Take(8).Aggregate(whole, (bytes, change) => change(bytes)));
    }

    private static void ReadOrRefuse(string name, byte[] bytes, WorldSpec world, LogMapping? mapping = null)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.File(name), bytes);
        if (!LogImport.IsForeign(folder.File(name))) return;
        try
        {
            int steps = 0;
            foreach (Episode episode in LogImport.Read(folder.File(name), world, mapping, null, notice => Assert.NotNull(notice.Place.Path)))
            {
                Assert.Equal((episode.Count + 1) * world.State.Count, episode.States.Length);
                Assert.True((steps += episode.Count) < 100_000, "Expected a few steps of a small file.");
            }
        }
        catch (LogFormatException fault)
        {
            Assert.NotNull(fault.Place.Path);
        }
    }
}
