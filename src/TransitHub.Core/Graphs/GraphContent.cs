using System.Collections;
using System.Collections.Concurrent;
using System.Reflection;
using TransitHub.Gtfs;

namespace TransitHub.Core.Graphs;

/// <summary>What objects of one type hold, and how it is written.</summary>
internal abstract class GraphContent
{
    /// <summary>Fields by name; any other letter is a kind of collection.</summary>
    public const char FieldsKind = 'F';

    private static readonly ConcurrentDictionary<Type, GraphContent> Contents = new();
    private static readonly Assembly Core = typeof(GraphContent).Assembly;

    /// <summary>Assemblies whose classes are not part of a state: the static feed and what it is made of.</summary>
    private static readonly string[] Outside = [typeof(Schedule).Assembly.GetName().Name!, "NodaTime", "NetTopologySuite"];

    /// <summary>Starts for a type.</summary>
    protected GraphContent(Type type)
    {
        this.Type = type;
        this.Name = type.ToString();
    }

    /// <summary>The type.</summary>
    public Type Type { get; }

    /// <summary>Its name in the bytes.</summary>
    public string Name { get; }

    /// <summary>The content of a type.</summary>
    /// <exception cref="NotSupportedException">It has no form; the message names it.</exception>
    public static GraphContent Of(Type type) => Contents.GetOrAdd(type, static t => Make(t));

    /// <summary>The local type of a name; null: there is none.</summary>
    /// <param name="name">The name.</param>
    /// <param name="expected">A type that it may be.</param>
    public static GraphContent? Find(string name, Type? expected)
    {
        Type? type = expected?.ToString() == name ? expected : Type.GetType(name, static _ => null, static (_, one, _) => Resolve(one), throwOnError: false);
        return type is null || IsOutside(type) ? null : Of(type);
    }

    /// <summary>Whether values of a type are not part of a state.</summary>
    public static bool IsOutside(Type type) =>
        typeof(Delegate).IsAssignableFrom(type) || type == typeof(Lock) || type.GetCustomAttribute<NotKeptAttribute>() is not null
        || (!type.IsValueType && Outside.Contains(type.Assembly.GetName().Name));

    /// <summary>Whether objects of a type are values, which are replaced and never filled.</summary>
    public static bool IsValueLike(Type type) =>
        type == typeof(string) || type.GetMethod("<Clone>$", BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic) is not null;

    /// <summary>Writes the description: kind, number of fields or shapes, and these.</summary>
    public abstract void Describe(GraphWriter writer);

    /// <summary>Refuses a description that cannot be read into this type.</summary>
    /// <exception cref="GraphFormatException">A field or element is of another shape.</exception>
    public abstract void Check(char kind, ReadOnlySpan<WrittenField> fields, ReadOnlySpan<string> shapes);

    /// <summary>Writes what an object holds.</summary>
    public abstract void Write(GraphWriter writer, object value);

    /// <summary>Reads an object; it gets its number before what it holds is read.</summary>
    public abstract object Read(GraphReader reader, WrittenType type, object? standing);

    /// <summary>The name of an object that its type keeps for all, such as None; null: it is none.</summary>
    public virtual string? FindConstant(object value) => null;

    /// <summary>The object that its type keeps under a name; null: there is none.</summary>
    public virtual object? FindConstant(string name) => null;

    /// <summary>Which field has a name; -1: none.</summary>
    public virtual int FindField(string name) => -1;

    private static Type? Resolve(string name)
    {
        Type? type = Core.GetType(name) ?? typeof(Schedule).Assembly.GetType(name);
        return type ?? (name.StartsWith("System.", StringComparison.Ordinal)
            ? typeof(object).Assembly.GetType(name) ?? typeof(Stack<>).Assembly.GetType(name) ?? typeof(SortedDictionary<,>).Assembly.GetType(name)
                ?? typeof(ConcurrentDictionary<,>).Assembly.GetType(name)
            : null);
    }

    private static GraphContent Make(Type type)
    {
        if (type.IsArray)
        {
            return type.GetArrayRank() == 1 ? New(typeof(ArrayContent<>), type.GetElementType()!) : throw Unsupported(type);
        }

        if (type.IsGenericType && GraphCollections.Find(type.GetGenericTypeDefinition()) is { } collection)
        {
            return New(collection, type.GenericTypeArguments);
        }

        bool hasFields = type.IsValueType || type.Assembly == Core || (!typeof(IEnumerable).IsAssignableFrom(type) && type.FullName!.StartsWith("System.Tuple`", StringComparison.Ordinal))
            || type.Assembly.GetName().Name!.StartsWith("TransitHub.", StringComparison.Ordinal);
        return hasFields && !IsOutside(type) ? New(typeof(FieldsContent<>), type) : throw Unsupported(type);
    }

    private static GraphContent New(Type generic, params Type[] arguments) =>
        (GraphContent)Activator.CreateInstance(generic.MakeGenericType(arguments))!;

    private static NotSupportedException Unsupported(Type type) =>
        new($"{type} has no form in a graph: mark what refers to it with {nameof(NotKeptAttribute)}, or use one of the collections that {nameof(GraphCollections)} lists.");
}
