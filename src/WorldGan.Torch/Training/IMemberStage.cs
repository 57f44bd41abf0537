using Tensor = TorchSharp.torch.Tensor;

namespace WorldGan.Torch.Training;

/// <summary>One stage of the training of all members of a world, on a device. What is decided between steps is decided by the library's own trainers.</summary>
internal interface IMemberStage : IDisposable
{
    /// <summary>Whether no member has a step left.</summary>
    bool IsDone { get; }

    /// <summary>One step of every member that has one left.</summary>
    /// <returns>[M] what was measured, by name, on the device; null where the step had nothing to tell.</returns>
    IReadOnlyList<(string Name, Tensor Values)> Step();

    /// <summary>Gives the library's trainers what was learned.</summary>
    void Push();
}
