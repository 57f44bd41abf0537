namespace WorldGan.Torch.Tests;

/// <summary>A fact that needs libtorch: skipped, with the reason, where there is none.</summary>
internal sealed class LibtorchFactAttribute : FactAttribute
{
    public LibtorchFactAttribute() => Skip = Libtorch.Missing;
}
