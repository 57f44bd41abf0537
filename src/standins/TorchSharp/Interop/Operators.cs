using System.Collections.Concurrent;

namespace TorchSharp.Interop;

/// <summary>Calls operators of libtorch by the name in its schema ("add.Tensor": operator and overload).</summary>
internal static unsafe class Operators
{
    private const int WordsOnStack = 512;

    // Names are literals, so the same object comes again and again: looked up by reference.
    private static readonly ConcurrentDictionary<object, nint> Found = new(ReferenceEqualityComparer.Instance);

    /// <returns>The operator's one result.</returns>
    public static torch.Tensor Call(string name, params ReadOnlySpan<Value> arguments)
    {
        NativeValue result;
        Invoke(name, arguments, &result, 1);
        return new torch.Tensor(result.Pointer);
    }

    /// <summary>An operator that changes its first argument.</summary>
    public static void Run(string name, params ReadOnlySpan<Value> arguments) => Invoke(name, arguments, null, 0);

    public static (torch.Tensor, torch.Tensor) CallTwo(string name, params ReadOnlySpan<Value> arguments)
    {
        var results = stackalloc NativeValue[2];
        Invoke(name, arguments, results, 2);
        return (new torch.Tensor(results[0].Pointer), new torch.Tensor(results[1].Pointer));
    }

    public static torch.Tensor[] CallMany(string name, params ReadOnlySpan<Value> arguments)
    {
        const int Capacity = 16;
        var few = stackalloc NativeValue[Capacity];
        int count = Invoke(name, arguments, few, Capacity);
        if (count <= Capacity) return Tensors(new(few, count));

        var many = new NativeValue[count];
        fixed (NativeValue* first = many) Shim.worldgan_results(first);
        return Tensors(many);
    }

    /// <returns>A number or a truth value.</returns>
    public static Scalar CallScalar(string name, params ReadOnlySpan<Value> arguments)
    {
        NativeValue result;
        Invoke(name, arguments, &result, 1);
        return new Scalar(result.Kind, result.Integer);
    }

    private static torch.Tensor[] Tensors(ReadOnlySpan<NativeValue> values)
    {
        var tensors = new torch.Tensor[values.Length];
        for (int i = 0; i < tensors.Length; i++) tensors[i] = new torch.Tensor(values[i].Pointer);
        return tensors;
    }

    private static int Invoke(string name, ReadOnlySpan<Value> arguments, NativeValue* results, int capacity)
    {
        int words = 0;
        foreach (ref readonly var argument in arguments) words += argument.Words;
        if (words > WordsOnStack) return InvokeLarge(name, arguments, words, results, capacity);

        var memory = stackalloc long[words];
        return Invoke(name, arguments, memory, results, capacity);
    }

    private static int InvokeLarge(string name, ReadOnlySpan<Value> arguments, int words, NativeValue* results, int capacity)
    {
        fixed (long* memory = new long[words]) return Invoke(name, arguments, memory, results, capacity);
    }

    private static int Invoke(string name, ReadOnlySpan<Value> arguments, long* memory, NativeValue* results, int capacity)
    {
        var native = stackalloc NativeValue[arguments.Length];
        for (int i = 0; i < arguments.Length; i++)
        {
            arguments[i].Write(native + i, memory);
            memory += arguments[i].Words;
        }
        int count = Shim.worldgan_call(Find(name), native, arguments.Length, results, capacity);
        foreach (ref readonly var argument in arguments) argument.KeepAlive();
        return Shim.Check(count);
    }

    private static nint Find(string name) => Found.TryGetValue(name, out nint found) ? found : Found.GetOrAdd(name, LookUp(name));

    private static nint LookUp(string name)
    {
        int dot = name.IndexOf('.', StringComparison.Ordinal);
        return Shim.Check(dot < 0 ? Shim.worldgan_operator($"aten::{name}", "") : Shim.worldgan_operator($"aten::{name[..dot]}", name[(dot + 1)..]));
    }
}
