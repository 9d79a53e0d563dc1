using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Reflection.Emit;

namespace TransitHub.Core.Graphs;

/// <summary>A field of a type.</summary>
internal abstract class GraphField<T>
{
    /// <summary>Its name in the bytes: the property's where it is one's.</summary>
    public required string Name { get; init; }

    /// <summary>How its value is written.</summary>
    public required string Shape { get; init; }

    /// <summary>It always refers to the same object, which is made together with its owner.</summary>
    public required bool IsPart { get; init; }

    /// <summary>Makes one.</summary>
    /// <param name="field">The field.</param>
    /// <param name="isFixed">Only the constructor sets it.</param>
    [SuppressMessage("Design", "CA1000:Do not declare static members on generic types", Justification = "The owner's type is needed.")]
    public static GraphField<T> Of(FieldInfo field, bool isFixed)
    {
        try
        {
            return (GraphField<T>)typeof(GraphField<T>).GetMethod(nameof(Make), BindingFlags.Static | BindingFlags.NonPublic)!
                .MakeGenericMethod(field.FieldType).Invoke(null, [field, isFixed])!;
        }
        catch (TargetInvocationException e) when (e.InnerException is NotSupportedException inner)
        {
            throw new NotSupportedException($"{typeof(T)}.{field.Name}: {inner.Message}", inner);
        }
    }

    /// <summary>Writes the value.</summary>
    public abstract void Write(GraphWriter writer, ref T owner);

    /// <summary>Reads the value.</summary>
    public abstract void Read(GraphReader reader, ref T owner);

    /// <summary>Writes which part it is.</summary>
    public abstract void WritePart(GraphWriter writer, ref T owner);

    /// <summary>Reads it as a part.</summary>
    public abstract void ReadPart(GraphReader reader, ref T owner);

    private static GraphField<T, TField> Make<TField>(FieldInfo field, bool isFixed)
    {
        Type type = field.FieldType;
        bool isObject = !type.IsValueType && !GraphContent.IsValueLike(type);
        bool isPart = isFixed && isObject && type.IsClass && !type.IsArray && type != typeof(object)
            && type.Assembly == typeof(GraphContent).Assembly && !typeof(System.Collections.IEnumerable).IsAssignableFrom(type);
        return new GraphField<T, TField>(Access<TField>(field), isFixed && isObject)
        {
            Name = NameOf(field),
            Shape = GraphSlot<TField>.Instance.Shape,
            IsPart = isPart,
        };
    }

    private static string NameOf(FieldInfo field)
    {
        int end = field.Name.IndexOf('>', StringComparison.Ordinal);
        string name = field.Name.StartsWith('<') && end > 1 ? field.Name[1..end] : field.Name;

        // A type and its base may have fields of the same name.
        return field.DeclaringType == typeof(T) ? name : $"{field.DeclaringType!.Name}.{name}";
    }

    /// <summary>Where the field lies in its owner, whoever may see or set it.</summary>
    private static FieldAccess<T, TField> Access<TField>(FieldInfo field)
    {
        var method = new DynamicMethod($"ref {field.Name}", typeof(TField).MakeByRefType(), [typeof(T).MakeByRefType()], typeof(GraphContent).Module, skipVisibility: true);
        ILGenerator code = method.GetILGenerator();
        code.Emit(OpCodes.Ldarg_0);
        if (!typeof(T).IsValueType)
        {
            code.Emit(OpCodes.Ldind_Ref);
        }

        code.Emit(OpCodes.Ldflda, field);
        code.Emit(OpCodes.Ret);
        return method.CreateDelegate<FieldAccess<T, TField>>();
    }
}

/// <summary>Where a field lies in its owner.</summary>
internal delegate ref TField FieldAccess<TOwner, TField>(ref TOwner owner);

/// <summary>A field of one type in another.</summary>
internal sealed class GraphField<T, TField>(FieldAccess<T, TField> access, bool isPlace) : GraphField<T>
{
    private readonly GraphSlot<TField> slot = GraphSlot<TField>.Instance;

    /// <inheritdoc/>
    public override void Write(GraphWriter writer, ref T owner)
    {
        try
        {
            this.slot.Write(writer, ref access(ref owner));
        }
        catch (NotSupportedException e) when (!e.Message.StartsWith('/'))
        {
            throw new NotSupportedException($"/{typeof(T).Name}.{this.Name}: {e.Message}", e);
        }
    }

    /// <inheritdoc/>
    public override void Read(GraphReader reader, ref T owner) => this.slot.Read(reader, ref access(ref owner), isPlace);

    /// <inheritdoc/>
    public override void WritePart(GraphWriter writer, ref T owner) => writer.WritePart(access(ref owner));

    /// <inheritdoc/>
    public override void ReadPart(GraphReader reader, ref T owner)
    {
        ref TField place = ref access(ref owner);
        object? read = reader.ReadPart(place);
        place = read is null ? default! : read is TField fits ? fits : throw new GraphFormatException($"A {read.GetType()} stands where a {typeof(TField)} is read.");
    }
}
