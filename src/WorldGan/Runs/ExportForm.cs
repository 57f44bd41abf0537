namespace WorldGan.Runs;

/// <summary>In which form something leaves a run for other programs.</summary>
public enum ExportForm
{
    /// <summary>ONNX: the learned world and the policy, for onnxruntime in any language.</summary>
    Onnx,

    /// <summary>A C header: the policy, for microcontrollers.</summary>
    C,
}
