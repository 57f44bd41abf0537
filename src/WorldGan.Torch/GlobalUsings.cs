global using Tensor = TorchSharp.torch.Tensor;             // the library has one, too: the numbers of a file
global using DisposeScope = TorchSharp.DisposeScope;
