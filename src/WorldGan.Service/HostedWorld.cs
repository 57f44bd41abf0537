using WorldGan.Runs;
using WorldGan.Worlds;

namespace WorldGan.Service;

/// <summary>A world that the service works for.</summary>
/// <param name="Name">Its name in addresses; also that of its folder.</param>
/// <param name="Folder">Where its data lies.</param>
/// <param name="Spec">What it is: its world.json.</param>
/// <param name="Settings">How it is trained: its run.json, or the defaults.</param>
/// <param name="Log">What came in from it.</param>
internal sealed record HostedWorld(WorldName Name, WorldFolder Folder, WorldSpec Spec, RunSettings Settings, IWorldLog Log);
