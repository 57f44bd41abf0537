namespace WorldGan.Torch.Tests;

/// <summary>A theory that needs libtorch: skipped, with the reason, where there is none.</summary>
internal sealed class LibtorchTheoryAttribute : TheoryAttribute
{
    public LibtorchTheoryAttribute() => Skip = Libtorch.Missing;
}
