using System.Reflection;
using System.Runtime.CompilerServices;

namespace TransitHub.Core.Graphs;

/// <summary>Objects that hold fields.</summary>
/// <param name="type">Their type.</param>
internal abstract class FieldsContent(Type type) : GraphContent(type)
{
    private readonly (string Name, object Value)[] constants = [.. ConstantsOf(type)];
    private readonly FieldInfo[] leftOut = [.. FieldsOf(type).Where(IsLeftOut)];
    private readonly bool isValueLike = IsValueLike(type);

    /// <summary>Whether it is a struct.</summary>
    public bool IsValue { get; } = type.IsValueType;

    /// <summary>Writes which parts an object has.</summary>
    public abstract void WriteParts(GraphWriter writer, object part);

    /// <summary>Writes what it holds besides.</summary>
    public abstract void WriteHeld(GraphWriter writer, object part);

    /// <summary>Reads one part.</summary>
    public abstract void ReadPart(GraphReader reader, object part, int field);

    /// <summary>Reads one field.</summary>
    public abstract void ReadField(GraphReader reader, object part, int field);

    /// <inheritdoc/>
    public override string? FindConstant(object value)
    {
        foreach ((string name, object constant) in this.constants)
        {
            if (ReferenceEquals(constant, value))
            {
                return name;
            }
        }

        return null;
    }

    /// <inheritdoc/>
    public override object? FindConstant(string name) => Array.Find(this.constants, c => c.Name == name).Value;

    /// <summary>The object to fill: what stands there, if it is of this type and was not filled before, else a new one.</summary>
    public object Claim(GraphReader reader, object? standing)
    {
        if (standing is not null && standing.GetType() == this.Type && !this.isValueLike && reader.TryClaim(standing))
        {
            return standing;
        }

        object made = RuntimeHelpers.GetUninitializedObject(this.Type);
        foreach (FieldInfo field in this.leftOut)
        {
            field.SetValue(made, Stand(reader, field));
        }

        return made;
    }

    /// <summary>All fields of a type, those of its base types first.</summary>
    protected static IEnumerable<FieldInfo> FieldsOf(Type type) => type.BaseType is null or { IsValueType: true } || type.BaseType == typeof(ValueType)
        ? Own(type)
        : FieldsOf(type.BaseType).Concat(Own(type));

    /// <summary>Whether a field is not part of a state.</summary>
    protected static bool IsLeftOut(FieldInfo field) =>
        IsOutside(field.FieldType) || field.GetCustomAttribute<NotKeptAttribute>() is not null
        || (PropertyOf(field) is { } property && property.GetCustomAttribute<NotKeptAttribute>() is not null)
        || (IsCaptured(field) && field.DeclaringType!.GetConstructors(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
            .SelectMany(c => c.GetParameters()).Any(p => $"<{p.Name}>P" == field.Name && p.GetCustomAttribute<NotKeptAttribute>() is not null));

    /// <summary>A parameter of the constructor that the methods use: the compiler makes a field of it.</summary>
    protected static bool IsCaptured(FieldInfo field) => field.Name.EndsWith(">P", StringComparison.Ordinal);

    /// <summary>Objects of a type that it keeps itself: all of the process refer to the same one.</summary>
    private static IEnumerable<(string Name, object Value)> ConstantsOf(Type type) => type.IsValueType ? [] : type
        .GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)
        .Where(f => f.IsInitOnly && f.FieldType == type)
        .OrderBy(f => f.Name, StringComparer.Ordinal)
        .Select(f => (f.Name, Value: f.GetValue(null)!))
        .Where(c => c.Value is not null);

    private static IEnumerable<FieldInfo> Own(Type type) =>
        type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly).OrderBy(f => f.MetadataToken);

    private static PropertyInfo? PropertyOf(FieldInfo field) => field.Name.EndsWith(">k__BackingField", StringComparison.Ordinal)
        ? field.DeclaringType!.GetProperty(field.Name[1..field.Name.IndexOf('>', StringComparison.Ordinal)], BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
        : null;

    private static object? Stand(GraphReader reader, FieldInfo field)
    {
        if (field.FieldType == typeof(Lock))
        {
            return Activator.CreateInstance(field.FieldType);
        }

        return reader.TryFindKnown(field.FieldType, out object? one) ? one
            : throw new GraphFormatException($"A {field.DeclaringType} cannot be made anew: what belongs into its {field.Name} is not kept and not known here.");
    }
}
