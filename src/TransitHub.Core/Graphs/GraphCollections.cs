using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace TransitHub.Core.Graphs;

/// <summary>The collections that a graph may hold, besides arrays and immutable arrays.</summary>
internal static class GraphCollections
{
    private static readonly Dictionary<Type, Type> Contents = new()
    {
        [typeof(List<>)] = typeof(ListContent<>),
        [typeof(Queue<>)] = typeof(QueueContent<>),
        [typeof(HashSet<>)] = typeof(HashSetContent<>),
        [typeof(SortedSet<>)] = typeof(SortedSetContent<>),
        [typeof(Dictionary<,>)] = typeof(DictionaryContent<,>),
        [typeof(SortedDictionary<,>)] = typeof(SortedDictionaryContent<,>),
        [typeof(ConcurrentDictionary<,>)] = typeof(ConcurrentDictionaryContent<,>),
        [typeof(PriorityQueue<,>)] = typeof(PriorityQueueContent<,>),
    };

    /// <summary>The content of a generic collection; null: it is none.</summary>
    public static Type? Find(Type definition) => Contents.GetValueOrDefault(definition);

    /// <summary>Keys in an order of their own: the one in a hash table tells of its past, which is no part of a state. Keys without any stay as they are.</summary>
    /// <param name="keys">The keys.</param>
    /// <param name="writer">Knows in which order objects were written.</param>
    public static IEnumerable<T> InOrder<T>(ICollection<T> keys, GraphWriter writer) => keys.Count < 2 ? keys : keys.Order(new KeyOrder<T>(writer));

    private sealed class KeyOrder<T>(GraphWriter writer) : IComparer<T>
    {
        public int Compare(T? x, T? y) => this.CompareParts(x, y);

        private int CompareParts(object? x, object? y) => (x, y) switch
        {
            (string a, string b) => string.CompareOrdinal(a, b),
            (ITuple a, ITuple b) => this.CompareTuples(a, b),
            (IComparable, IComparable) => Comparer<object>.Default.Compare(x, y),
            (IComparable<T>, T other) => ((IComparable<T>)x!).CompareTo(other),
            _ when x?.GetType() is { IsValueType: true } type => CompareOf(type, x, y),
            _ => writer.NumberOf(x).CompareTo(writer.NumberOf(y)),
        };

        private int CompareTuples(ITuple a, ITuple b)
        {
            for (int i = 0; i < a.Length; i++)
            {
                if (this.CompareParts(a[i], b[i]) is var order and not 0)
                {
                    return order;
                }
            }

            return 0;
        }

        /// <summary>A struct that is only comparable to its own kind, within a tuple.</summary>
        private static int CompareOf(Type type, object x, object? y) =>
            typeof(IComparable<>).MakeGenericType(type).GetMethod(nameof(IComparable.CompareTo)) is { } compare && compare.DeclaringType!.IsAssignableFrom(type)
                ? (int)compare.Invoke(x, [y])!
                : string.CompareOrdinal(x.ToString(), y?.ToString());
    }
}
