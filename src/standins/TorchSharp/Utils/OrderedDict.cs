using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace TorchSharp.Utils;

/// <summary>A dictionary that is read in the order in which its keys came.</summary>
internal class OrderedDict<TKey, TValue> : IEnumerable<(TKey, TValue)> where TKey : notnull
{
    private readonly OrderedDictionary<TKey, TValue> _items = [];

    public int Count => _items.Count;

    public TValue this[TKey key]
    {
        get => _items[key];
        set => _items[key] = value;
    }

    public void Add(TKey key, TValue value) => _items.Add(key, value);

    public bool TryAdd(TKey key, TValue value) => _items.TryAdd(key, value);

    public bool ContainsKey(TKey key) => _items.ContainsKey(key);

    public bool Remove(TKey key) => _items.Remove(key);

    public bool TryGetValue(TKey key, [MaybeNullWhen(false)] out TValue value) => _items.TryGetValue(key, out value);

    public IEnumerator<(TKey, TValue)> GetEnumerator()
    {
        foreach (var (key, value) in _items) yield return (key, value);
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
