using Google.Protobuf.Reflection;

namespace TransitHub.Protocol.Tests;

/// <summary>A schema as text, one fact a line, so that two schemas compare as sets.</summary>
internal static class SchemaLines
{
    /// <summary>Every field, enum value and method of the file, named below <paramref name="scope"/>.</summary>
    /// <param name="file">The schema.</param>
    /// <param name="scope">The package whose name is left out.</param>
    public static IEnumerable<string> Of(FileDescriptor file, string scope)
    {
        string Short(IDescriptor named) => named.FullName[(scope.Length + 1)..];

        IEnumerable<string> Values(EnumDescriptor type) =>
            type.Values.Select(value => $"enum {Short(type)}.{value.Name} = {value.Number}");

        IEnumerable<string> Fields(MessageDescriptor type) =>
        [
            .. type.Fields.InFieldNumberOrder().Select(field => Line(field, Short)),
            .. type.EnumTypes.SelectMany(Values),
            .. type.NestedTypes.SelectMany(Fields),
        ];

        return
        [
            .. file.MessageTypes.SelectMany(Fields),
            .. file.EnumTypes.SelectMany(Values),
            .. file.Services.SelectMany(service => service.Methods.Select(method =>
                $"rpc {Short(method)}({Short(method.InputType)}) returns ({(method.IsServerStreaming ? "stream " : "")}{Short(method.OutputType)})")),
        ];
    }

    private static string Line(FieldDescriptor field, Func<IDescriptor, string> shortName)
    {
        string type = field.FieldType switch
        {
            FieldType.Message => shortName(field.MessageType),
            FieldType.Enum => shortName(field.EnumType),
            var scalar => scalar.ToString().ToLowerInvariant(),
        };
        string label = field.IsRepeated ? "repeated" : field.IsRequired ? "required" : "optional";
        string line = $"{shortName(field.ContainingType)}.{field.JsonName} = {field.FieldNumber} {label} {type}";
        return field.IsRepeated || field.FieldType == FieldType.Message ? line : $"{line} [default {Default(field)}]";
    }

    private static string Default(FieldDescriptor field)
    {
        FieldDescriptorProto proto = field.ToProto();
        return proto.HasDefaultValue ? proto.DefaultValue : field.FieldType switch
        {
            FieldType.Enum => field.EnumType.Values[0].Name,
            FieldType.Bool => "false",
            FieldType.String or FieldType.Bytes => "",
            _ => "0",
        };
    }
}
