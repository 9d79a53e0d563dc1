using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace TransitHub.Core.Graphs;

/// <summary>Writes a graph: each type is described where it comes first, each object stands where it comes first and is a number from then on.</summary>
internal sealed class GraphWriter : IDisposable
{
    /// <summary>Begins every graph: its form's version is the last byte.</summary>
    public static ReadOnlySpan<byte> Magic => [0x47, 0x54, 0x48, 1];

    private readonly Dictionary<object, int> objects = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<string, int> texts = new(StringComparer.Ordinal);
    private readonly Dictionary<GraphContent, int> types = [];
    private readonly Queue<(FieldsContent Content, object Part)> parts = new();
    private byte[] buffer = ArrayPool<byte>.Shared.Rent(1 << 16);
    private int length;
    private int objectCount;

    /// <summary>What was written.</summary>
    public byte[] ToArray() => this.buffer.AsSpan(0, this.length).ToArray();

    /// <inheritdoc/>
    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(this.buffer);
        this.buffer = [];
    }

    /// <summary>Writes a value with all that it refers to.</summary>
    public void WriteRoot<T>(T value)
    {
        this.Bytes(Magic);
        this.Text(GraphSlot<T>.Instance.Shape);
        GraphSlot<T>.Instance.Write(this, ref value);
    }

    /// <summary>Writes an object whose parts stand in place: first which they are, then what each of them holds.</summary>
    public void WriteInPlace(object root)
    {
        this.Bytes(Magic);
        this.WritePart(root);
        while (this.parts.TryDequeue(out (FieldsContent Content, object Part) next))
        {
            next.Content.WriteHeld(this, next.Part);
        }
    }

    /// <summary>Writes a part: which it is and which parts it has; what it holds follows behind all parts.</summary>
    public void WritePart(object? part)
    {
        if (!this.IsNew(part, out GraphContent? content))
        {
            return;
        }

        this.WriteType(content);
        if (content is FieldsContent { IsValue: false } fields)
        {
            fields.WriteParts(this, part!);
            this.parts.Enqueue((fields, part!));
        }
        else
        {
            content.Write(this, part!);
        }
    }

    /// <summary>Writes a reference, and the object behind it where it comes first.</summary>
    public void WriteReference(object? value)
    {
        if (this.IsNew(value, out GraphContent? content))
        {
            this.WriteType(content);
            content.Write(this, value!);
        }
    }

    /// <summary>Writes the number of a type, and its description where it comes first.</summary>
    public void WriteType(GraphContent content)
    {
        ref int number = ref CollectionsMarshal.GetValueRefOrAddDefault(this.types, content, out bool known);
        if (known)
        {
            this.Number((uint)number);
            return;
        }

        number = this.types.Count;
        this.Number(0);
        this.Text(content.Name);
        content.Describe(this);
    }

    /// <summary>The number of an object that was written; 0: it was not.</summary>
    public int NumberOf(object? value) => value is null ? 0 : this.objects.GetValueOrDefault(value);

    /// <summary>A number, seven bits a byte.</summary>
    public void Number(uint value)
    {
        this.Reserve(5);
        while (value >= 0x80)
        {
            this.buffer[this.length++] = unchecked((byte)(value | 0x80));
            value >>= 7;
        }

        this.buffer[this.length++] = (byte)value;
    }

    /// <summary>A text: null, one that came before, or a new one.</summary>
    public void Text(string? value)
    {
        if (value is null)
        {
            this.Number(0);
            return;
        }

        ref int number = ref CollectionsMarshal.GetValueRefOrAddDefault(this.texts, value, out bool known);
        if (known)
        {
            this.Number((uint)number + 1);
            return;
        }

        number = this.texts.Count;
        this.Number(1);
        int bytes = Encoding.UTF8.GetByteCount(value);
        this.Number((uint)bytes);
        this.Reserve(bytes);
        this.length += Encoding.UTF8.GetBytes(value, this.buffer.AsSpan(this.length));
    }

    /// <summary>Numbers as the machine has them, which is little-endian on all that .NET runs on.</summary>
    public void Raw<T>(ReadOnlySpan<T> values)
        where T : unmanaged => this.Bytes(MemoryMarshal.AsBytes(values));

    /// <summary>One number likewise.</summary>
    public void Raw<T>(T value)
        where T : unmanaged
    {
        int size = Unsafe.SizeOf<T>();
        this.Reserve(size);
        Unsafe.WriteUnaligned(ref this.buffer[this.length], value);
        this.length += size;
    }

    /// <summary>0: null; 1: a new object, which follows; 2: a constant of its type, whose name follows; else a former one's number and 2.</summary>
    private bool IsNew(object? value, [NotNullWhen(true)] out GraphContent? content)
    {
        content = null;
        if (value is null)
        {
            this.Number(0);
            return false;
        }

        content = GraphContent.Of(value.GetType());
        if (content.FindConstant(value) is { } constant)
        {
            this.Number(2);
            this.WriteType(content);
            this.Text(constant);
            return false;
        }

        if (value is Array { Length: 0 })
        {
            // All of a type are one: which, is no part of a state.
            this.objectCount++;
            this.Number(1);
            return true;
        }

        ref int number = ref CollectionsMarshal.GetValueRefOrAddDefault(this.objects, value, out bool known);
        if (known)
        {
            this.Number((uint)number + 2);
            return false;
        }

        number = ++this.objectCount;
        this.Number(1);
        return true;
    }

    private void Bytes(ReadOnlySpan<byte> bytes)
    {
        this.Reserve(bytes.Length);
        bytes.CopyTo(this.buffer.AsSpan(this.length));
        this.length += bytes.Length;
    }

    private void Reserve(int bytes)
    {
        if (this.buffer.Length - this.length >= bytes)
        {
            return;
        }

        byte[] larger = ArrayPool<byte>.Shared.Rent(Math.Max(checked(this.length + bytes), (int)Math.Min(this.buffer.Length * 2L, Array.MaxLength)));
        this.buffer.AsSpan(0, this.length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(this.buffer);
        this.buffer = larger;
    }
}
