using System.Globalization;
using System.Reflection;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using TransitHub.Core.Feeds;
using TransitHub.Protocol.GtfsRealtime;

namespace TransitHub.Core.Tests.Feeds;

/// <summary>The hand-written tags are those of the schema.</summary>
public sealed class FieldTagsTests
{
    [Fact]
    public void Every_tag_has_the_number_and_wire_type_of_the_field_it_is_named_after()
    {
        int compared = 0;
        foreach (Type message in typeof(FieldTags).GetNestedTypes(BindingFlags.NonPublic))
        {
            MessageDescriptor type = Find(GtfsRealtimeReflection.Descriptor.MessageTypes, message.Name);
            foreach (FieldInfo constant in message.GetFields())
            {
                FieldDescriptor field = type.Fields.InFieldNumberOrder().Single(field => field.PropertyName == constant.Name);
                Assert.Equal(WireFormat.MakeTag(field.FieldNumber, WireType(field.FieldType)), Convert.ToUInt32(constant.GetValue(null), CultureInfo.InvariantCulture));
                compared++;
            }
        }

        Assert.True(compared > 30);
    }

    private static WireFormat.WireType WireType(FieldType type) => type switch
    {
        FieldType.String or FieldType.Message => WireFormat.WireType.LengthDelimited,
        FieldType.Float => WireFormat.WireType.Fixed32,
        _ => WireFormat.WireType.Varint,
    };

    private static MessageDescriptor Find(IEnumerable<MessageDescriptor> types, string name) =>
        types.SelectMany(WithNested).First(type => type.Name == name);

    private static IEnumerable<MessageDescriptor> WithNested(MessageDescriptor type) => type.NestedTypes.SelectMany(WithNested).Prepend(type);
}
