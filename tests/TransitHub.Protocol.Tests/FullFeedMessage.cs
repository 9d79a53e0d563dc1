using System.Collections;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using TransitHub.Protocol.GtfsRealtime;

namespace TransitHub.Protocol.Tests;

/// <summary>Feed messages that use every field of the schema, each with its own value.</summary>
internal sealed class FullFeedMessage
{
    private readonly Random? chance;
    private int next;

    private FullFeedMessage(Random? chance) => this.chance = chance;

    /// <summary>Every field set; over the entities every value of every enum occurs.</summary>
    public static FeedMessage Create(int entities = 16) => new FullFeedMessage(null).Build(entities);

    /// <summary>Every optional field set or left out by chance.</summary>
    public static FeedMessage CreateSparse(int entities, int seed) => new FullFeedMessage(new Random(seed)).Build(entities);

    private FeedMessage Build(int entities)
    {
        FeedMessage message = new() { Header = (FeedHeader)Fill(new FeedHeader()) };
        for (int i = 0; i < entities; i++)
        {
            message.Entity.Add((FeedEntity)Fill(new FeedEntity()));
        }

        return message;
    }

    private IMessage Fill(IMessage message)
    {
        foreach (FieldDescriptor field in message.Descriptor.Fields.InFieldNumberOrder())
        {
            if (field.IsRepeated)
            {
                IList list = (IList)field.Accessor.GetValue(message);
                for (int i = this.chance?.Next(3) ?? 2; i > 0; i--)
                {
                    list.Add(Value(field, message));
                }
            }
            else if (field.IsRequired || this.chance is null || this.chance.Next(2) == 0)
            {
                field.Accessor.SetValue(message, Value(field, message));
            }
        }

        return message;
    }

    /// <summary>A value that differs from the last one of its kind; floats are exact in binary and decimal.</summary>
    private object Value(FieldDescriptor field, IMessage owner)
    {
        int n = ++this.next;
        return field.FieldType switch
        {
            FieldType.Message => Fill((IMessage)Activator.CreateInstance(field.MessageType.ClrType)!),
            FieldType.Enum => Enum.ToObject(
                field.Accessor.GetValue(owner).GetType(), field.EnumType.Values[n % field.EnumType.Values.Count].Number),
            FieldType.Bool => n % 2 == 0,
            FieldType.Int32 => n % 2 == 0 ? n : -n,
            FieldType.UInt32 => (uint)int.MaxValue + (uint)n,
            FieldType.Int64 => (n % 2 == 0 ? 1L : -1L) * (5_000_000_000L + n),
            FieldType.UInt64 => ulong.MaxValue - (ulong)n,
            FieldType.Float => n * 0.25f,
            FieldType.Double => n * -0.125,
            FieldType.String => $"{field.Name} {n} ท่าช้าง",
            _ => throw new NotSupportedException($"The schema has gained a {field.FieldType}."),
        };
    }
}
