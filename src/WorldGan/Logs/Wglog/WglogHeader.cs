using MessagePack;
using WorldGan.Worlds;

namespace WorldGan.Logs.Wglog;

/// <summary>The first record of a log: what its numbers are.</summary>
/// <param name="Version">Version of the format.</param>
/// <param name="World">Name of the world that was recorded, for people.</param>
/// <param name="State">[S] names of the state variables.</param>
/// <param name="Actions">[A] names of the actions; none where the log holds values of actions.</param>
internal sealed record WglogHeader(int Version, string World, string[] State, string[] Actions)
{
    /// <summary>[3] height, width and channels where the state is an image, otherwise none.</summary>
    public int[] Image { get; init; } = [];

    public static WglogHeader Of(WorldSpec spec) => new(WglogFormat.Version, spec.Name, [.. spec.State.Select(v => v.Name)], [.. spec.Actions.Select(a => a.Name)])
    {
        Image = spec.Image is { } image ? [image.Height, image.Width, image.Channels] : [],
    };

    /// <summary>Checks that a header is one of <paramref name="spec"/>.</summary>
    /// <exception cref="LogFormatException">It is not, or it is no header.</exception>
    public static WglogHeader Expect(ReadOnlyMemory<byte> payload, WorldSpec spec, LogPlace place)
    {
        WglogHeader header = Read(payload, place);
        return header.FindMisfit(spec) is { } misfit ? throw new LogFormatException(place, misfit) : header;
    }

    /// <exception cref="LogFormatException">The payload is no header.</exception>
    public static WglogHeader Read(ReadOnlyMemory<byte> payload, LogPlace place)
    {
        try
        {
            return Read(payload);
        }
        catch (Exception e) when (WglogFormat.IsMalformed(e))
        {
            throw new LogFormatException(place, $"the header is whole, but not laid out as expected: {e.Message}");
        }
    }

    private static WglogHeader Read(ReadOnlyMemory<byte> payload)
    {
        var reader = new MessagePackReader(payload);
        var header = new WglogHeader(0, "", [], []);
        for (int left = reader.ReadMapHeader(); left > 0; left--)
        {
            header = reader.ReadString() switch
            {
                "version" => header with { Version = reader.ReadInt32() },
                "world" => header with { World = reader.ReadString() ?? "" },
                "state" => header with { State = ReadNames(ref reader) },
                "actions" => header with { Actions = ReadNames(ref reader) },
                "image" => header with { Image = ReadSizes(ref reader) },
                _ => Skip(ref reader, header),                      // later versions may say more
            };
        }

        return header;
    }

    public void Write(ref MessagePackWriter writer)
    {
        writer.WriteMapHeader(Image.Length > 0 ? 6 : 5);
        writer.Write("format");
        writer.Write("wglog");
        writer.Write("version");
        writer.Write(Version);
        writer.Write("world");
        writer.Write(World);
        writer.Write("state");
        WriteNames(ref writer, State);
        writer.Write("actions");
        WriteNames(ref writer, Actions);
        if (Image.Length == 0) return;
        writer.Write("image");
        writer.WriteArrayHeader(Image.Length);
        foreach (int size in Image) writer.Write(size);
    }

    /// <summary>Why a log with this header is none of <paramref name="spec"/>, or null where it fits.</summary>
    private string? FindMisfit(WorldSpec spec)
    {
        WglogHeader expected = Of(spec);
        if (Version != WglogFormat.Version) return $"expected version {WglogFormat.Version} of the format, got {Version}.";
        if (!State.SequenceEqual(expected.State))
            return $"the log has the state variables {List(State)}, but world '{spec.Name}' has {List(expected.State)}.";
        if (!Image.SequenceEqual(expected.Image))
            return $"the log has {Describe(Image)} as its state, but world '{spec.Name}' has {Describe(expected.Image)}.";
        bool holdsValues = Actions.Length == 0 && spec.LoggedActions == LoggedActions.Values;
        if (!holdsValues && !Actions.SequenceEqual(expected.Actions))
            return $"the log has the actions {List(Actions)}, but world '{spec.Name}' has {List(expected.Actions)}.";
        return null;
    }

    private static string List(string[] names) => names.Length == 0 ? "(none)" : string.Join(", ", names);

    private static string Describe(int[] image) => image.Length == 0 ? "numbers" : $"an image of {string.Join(" x ", image)}";

    private static int[] ReadSizes(ref MessagePackReader reader)
    {
        int count = reader.ReadArrayHeader();
        if (count != 3) throw new MessagePackSerializationException($"an image of {count} sizes where there are 3");
        return [reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt32()];
    }

    private static string[] ReadNames(ref MessagePackReader reader)
    {
        var names = new string[reader.ReadArrayHeader()];
        for (int i = 0; i < names.Length; i++) names[i] = reader.ReadString() ?? "";
        return names;
    }

    private static void WriteNames(ref MessagePackWriter writer, string[] names)
    {
        writer.WriteArrayHeader(names.Length);
        foreach (string name in names) writer.Write(name);
    }

    /// <summary>Skips a value of any depth without a call for each level, which a hostile file could make too many.</summary>
    private static WglogHeader Skip(ref MessagePackReader reader, WglogHeader header)
    {
        for (long left = 1; left > 0; left--)
        {
            switch (reader.NextMessagePackType)
            {
                case MessagePackType.Array: left += reader.ReadArrayHeader(); break;
                case MessagePackType.Map: left += 2L * reader.ReadMapHeader(); break;
                default: reader.Skip(); break;
            }
        }

        return header;
    }
}
