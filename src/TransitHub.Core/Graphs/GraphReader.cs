using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace TransitHub.Core.Graphs;

/// <summary>Reads what <see cref="GraphWriter"/> wrote. What it does not know it passes over; what does not fit ends the reading.</summary>
internal sealed class GraphReader
{
    private readonly ReadOnlyMemory<byte> bytes;
    private readonly List<object?> objects = [];
    private readonly List<string> texts = [];
    private readonly List<WrittenType> types = [];
    private readonly Queue<(WrittenType Type, object? Part)> parts = new();
    private readonly HashSet<object> filled = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<Type, object> known = [];
    private int at;

    public GraphReader(ReadOnlyMemory<byte> bytes, ReadOnlySpan<object> known)
    {
        this.bytes = bytes;
        foreach (object one in known)
        {
            this.known[one.GetType()] = one;
        }
    }

    /// <summary>Reads a value with all that it refers to.</summary>
    public T ReadRoot<T>()
    {
        this.Begin();
        string shape = this.Text() ?? string.Empty;
        if (shape != GraphSlot<T>.Instance.Shape)
        {
            throw new GraphFormatException($"The bytes hold a value of the shape '{shape}', and one of '{GraphSlot<T>.Instance.Shape}' was to be read.");
        }

        T value = default!;
        GraphSlot<T>.Instance.Read(this, ref value, isPlace: false);
        this.End();
        return value;
    }

    /// <summary>Fills an object that stands with its parts.</summary>
    public void ReadInPlace(object root)
    {
        this.Begin();
        object? part = this.ReadPart(root);
        if (!ReferenceEquals(part, root))
        {
            throw new GraphFormatException($"The bytes are no state of {root.GetType().Name}.");
        }

        while (this.parts.TryDequeue(out (WrittenType Type, object? Part) next))
        {
            next.Type.ReadHeld(this, next.Part);
        }

        this.End();
    }

    /// <summary>Reads a part into the one that stands in its place; without one it is made.</summary>
    public object? ReadPart(object? standing)
    {
        if (!this.IsNew(standing?.GetType(), out object? former))
        {
            return former;
        }

        WrittenType type = this.ReadType(standing?.GetType());
        if (!type.HasParts)
        {
            return type.Read(this, standing);
        }

        object? part = type.Claim(this, standing);
        this.objects.Add(part);
        type.ReadParts(this, part);
        this.parts.Enqueue((type, part));
        return part;
    }

    /// <summary>Reads a reference.</summary>
    /// <param name="standing">What stands in its place and may be filled; null: nothing.</param>
    /// <param name="slot">The type of the place; null: nobody wants the object.</param>
    public object? ReadReference(object? standing, Type? slot) =>
        this.IsNew(standing?.GetType() ?? slot, out object? former) ? this.ReadType(standing?.GetType() ?? slot).Read(this, standing) : former;

    /// <summary>Gives an object its number: before what it holds, which may refer to it.</summary>
    public void Register(object? value) => this.objects.Add(value);

    /// <summary>Whether an object may be filled: once.</summary>
    public bool TryClaim(object standing) => this.filled.Add(standing);

    /// <summary>What is left out of what is written, from where it is read.</summary>
    public bool TryFindKnown(Type type, [NotNullWhen(true)] out object? one) => this.known.TryGetValue(type, out one);

    /// <summary>Reads the number of a type, and its description where it comes first.</summary>
    /// <param name="expected">The local type it may be.</param>
    public WrittenType ReadType(Type? expected)
    {
        int number = this.Count();
        if (number > 0)
        {
            return number <= this.types.Count ? this.types[number - 1] : throw this.Damaged("a type that was not described");
        }

        string name = this.Text() ?? throw this.Damaged("a type without a name");
        var type = new WrittenType(name, GraphContent.Find(name, expected));
        this.types.Add(type);
        type.ReadDescription(this);
        return type;
    }

    /// <summary>A number of things that follow, 0 or more.</summary>
    public int Count()
    {
        uint value = this.Number();
        return value <= int.MaxValue ? (int)value : throw this.Damaged("a number that is too large");
    }

    /// <summary>A number of things that follow, each of so many bytes at least.</summary>
    public int Count(int leastBytes)
    {
        int count = this.Count();
        return (long)count * leastBytes <= this.bytes.Length - this.at ? count : throw this.Damaged("a number of things that there is no room for");
    }

    /// <summary>A text.</summary>
    public string? Text()
    {
        int number = this.Count();
        if (number != 1)
        {
            return number == 0 ? null : number - 2 < this.texts.Count ? this.texts[number - 2] : throw this.Damaged("a text that did not come before");
        }

        int length = this.Count(1);
        string text = Encoding.UTF8.GetString(this.bytes.Span.Slice(this.at, length));
        this.at += length;
        this.texts.Add(text);
        return text;
    }

    /// <summary>Numbers as the machine has them.</summary>
    public void Raw<T>(Span<T> into)
        where T : unmanaged
    {
        Span<byte> room = MemoryMarshal.AsBytes(into);
        this.Take(room.Length).CopyTo(room);
    }

    /// <summary>One number likewise.</summary>
    public T Raw<T>()
        where T : unmanaged => MemoryMarshal.Read<T>(this.Take(Unsafe.SizeOf<T>()));

    /// <summary>Passes over bytes.</summary>
    public void Skip(long length) => this.Take(length <= int.MaxValue ? (int)length : throw this.Damaged("more than there is"));

    /// <summary>What to throw where the bytes make no sense.</summary>
    public GraphFormatException Damaged(string what) => new($"The bytes are damaged at {this.at}: {what}.");

    private ReadOnlySpan<byte> Take(int length)
    {
        if (length > this.bytes.Length - this.at)
        {
            throw this.Damaged("they end too early");
        }

        ReadOnlySpan<byte> taken = this.bytes.Span.Slice(this.at, length);
        this.at += length;
        return taken;
    }

    private uint Number()
    {
        uint value = 0;
        for (int shift = 0; shift < 35; shift += 7)
        {
            byte next = this.Take(1)[0];
            value |= (uint)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }

        throw this.Damaged("a number without an end");
    }

    private bool IsNew(Type? expected, out object? former)
    {
        int number = this.Count();
        former = null;
        if (number <= 1)
        {
            return number == 1;
        }

        if (number == 2)
        {
            WrittenType type = this.ReadType(expected);
            string name = this.Text() ?? string.Empty;
            former = type.Local?.FindConstant(name);
            return former is null && type.Local is not null ? throw new GraphFormatException($"{type.Name} has no constant {name} here.") : false;
        }

        former = number - 3 < this.objects.Count ? this.objects[number - 3] : throw this.Damaged("an object that did not come before");
        return false;
    }

    private void Begin()
    {
        if (this.bytes.Length < GraphWriter.Magic.Length || !this.bytes.Span[..GraphWriter.Magic.Length].SequenceEqual(GraphWriter.Magic))
        {
            throw new GraphFormatException("The bytes are no graph of the form that this hub knows.");
        }

        this.at = GraphWriter.Magic.Length;
    }

    private void End()
    {
        if (this.at != this.bytes.Length)
        {
            throw this.Damaged("there is more than belongs to it");
        }
    }
}
