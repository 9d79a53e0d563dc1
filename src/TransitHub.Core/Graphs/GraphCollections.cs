using System.Collections;
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

    private static readonly ConcurrentDictionary<Type, IComparer?> Orders = new();

    /// <summary>The content of a generic collection; null: it is none.</summary>
    public static Type? Find(Type definition) => Contents.GetValueOrDefault(definition);

    /// <summary>Keys in an order of their own: the one in a hash table tells of its past, which is no part of a state. Keys without any stay as they are.</summary>
    /// <param name="keys">The keys.</param>
    /// <param name="writer">Knows in which order objects were written.</param>
    public static IEnumerable<T> InOrder<T>(ICollection<T> keys, GraphWriter writer) => keys.Count < 2 ? keys
        : OrderOf(typeof(T)) is null ? keys.Order(new PartOrder<T>(writer))
        : typeof(T) == typeof(string) ? keys.Order((IComparer<T>)(object)StringComparer.Ordinal)
        : keys.Order();

    /// <summary>The order that values of a type have by themselves; null: tuples, and what has none.</summary>
    private static IComparer? OrderOf(Type type) => Orders.GetOrAdd(type, static t =>
        t == typeof(string) ? StringComparer.Ordinal
        : typeof(ITuple).IsAssignableFrom(t) || !(t.IsEnum || typeof(IComparable<>).MakeGenericType(t).IsAssignableFrom(t)) ? null
        : (IComparer)typeof(Comparer<>).MakeGenericType(t).GetProperty(nameof(Comparer<object>.Default))!.GetValue(null)!);

    /// <summary>Tuples by their parts, objects without an order as they were written.</summary>
    private sealed class PartOrder<T>(GraphWriter writer) : IComparer<T>
    {
        public int Compare(T? x, T? y) => this.CompareParts(x, y);

        private int CompareParts(object? x, object? y)
        {
            if (x is ITuple tuple && y is ITuple other)
            {
                int order = 0;
                for (int i = 0; i < tuple.Length && order == 0; i++)
                {
                    order = this.CompareParts(tuple[i], other[i]);
                }

                return order;
            }

            return x is not null && OrderOf(x.GetType()) is { } own ? own.Compare(x, y)
                : x is ValueType ? string.CompareOrdinal(x.ToString(), y?.ToString())
                : writer.NumberOf(x).CompareTo(writer.NumberOf(y));
        }
    }
}
