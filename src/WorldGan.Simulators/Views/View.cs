using WorldGan.Logs;
using WorldGan.Worlds;

namespace WorldGan.Simulators.Views;

/// <summary>A true world of numbers seen through a camera: it is played with its numbers, and its log holds only the images.</summary>
/// <example><code>
/// View view = View.Find("bouncing-ball");
/// IEnumerable&lt;Episode> played = new Recorder(view.World, new RandomPolicy(view.World.Spec), seed: 1).Transitions(1000);
/// LogFile.Write("ball.wglog", view.Spec, played.Select(view.Of));
/// </code></example>
public abstract class View
{
    // To add a view: 1. its class; 2. a line here; 3. worlds/<name>/world.json; 4. a page beside world.json and a line in worlds/README.md.
    private static readonly SortedDictionary<string, Func<View>> Views = new(StringComparer.Ordinal)
    {
        [BouncingBallView.Name] = () => new BouncingBallView(),
        [CartPoleView.Name] = () => new CartPoleView(),
    };

    private protected View(string name, IWorld world) => (Spec, World) = (BuiltInWorlds.Read(name), world);

    /// <summary>The names of all views, sorted.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Views.Keys];

    /// <summary>The world as its logs show it, with an image as its state.</summary>
    public WorldSpec Spec { get; }

    /// <summary>The world behind it, whose state is numbers that no log shows.</summary>
    public IWorld World { get; }

    /// <summary>Finds a view.</summary>
    /// <exception cref="ArgumentException">There is none of this name; the message lists the names.</exception>
    public static View Find(string name) => Views.TryGetValue(name, out Func<View>? create) ? create() : throw new ArgumentException($"Expected one of the views {string.Join(", ", Names)}, got '{name}'.");

    /// <summary>An episode of <see cref="World"/> as the camera saw it.</summary>
    /// <param name="played">States [T + 1, S] are the numbers of <see cref="World"/>.</param>
    /// <returns>States [T + 1, height · width · channels] are pixels, 0 to 255.</returns>
    public Episode Of(Episode played)
    {
        ArgumentNullException.ThrowIfNull(played);
        int numbers = World.Spec.State.Count;
        return played with { States = [.. played.States.Chunk(numbers).SelectMany(Pixels)] };
    }

    private protected abstract void Draw(ReadOnlySpan<double> state, Canvas canvas);

    private IEnumerable<double> Pixels(double[] state)
    {
        var canvas = new Canvas(Spec.Image!.Height, Spec.Image.Width);
        Draw(state, canvas);
        return canvas.Pixels;
    }
}
