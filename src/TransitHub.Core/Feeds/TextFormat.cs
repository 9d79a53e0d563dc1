using System.Collections;
using System.Globalization;
using System.Text;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace TransitHub.Core.Feeds;

/// <summary>
/// Prints a message in protobuf's text format, which Google.Protobuf for .NET lacks: known fields in the order of their
/// numbers, two spaces a level, text as readable UTF-8. <c>protoc --encode</c> gives the same message back.
/// </summary>
internal static class TextFormat
{
    /// <summary>The message as text; fields that the schema does not know are left out.</summary>
    public static string Print(IMessage message)
    {
        StringBuilder text = new();
        Append(text, message, indent: 0);
        return text.ToString();
    }

    private static void Append(StringBuilder text, IMessage message, int indent)
    {
        foreach (FieldDescriptor field in message.Descriptor.Fields.InFieldNumberOrder())
        {
            if (field.IsRepeated)
            {
                foreach (object value in (IList)field.Accessor.GetValue(message))
                {
                    AppendField(text, field, value, indent);
                }
            }
            else if (field.Accessor.HasValue(message))
            {
                AppendField(text, field, field.Accessor.GetValue(message), indent);
            }
        }
    }

    private static void AppendField(StringBuilder text, FieldDescriptor field, object value, int indent)
    {
        text.Append(' ', indent).Append(field.Name);
        if (value is IMessage message)
        {
            text.Append(" {\n");
            Append(text, message, indent + 2);
            text.Append(' ', indent).Append("}\n");
            return;
        }

        text.Append(": ");
        AppendScalar(text, field, value);
        text.Append('\n');
    }

    private static void AppendScalar(StringBuilder text, FieldDescriptor field, object value)
    {
        switch (value)
        {
            case string words:
                AppendQuoted(text, words);
                break;
            case bool truth:
                text.Append(truth ? "true" : "false");
                break;
            case Enum number:
                int index = Convert.ToInt32(number, CultureInfo.InvariantCulture);
                text.Append(field.EnumType.FindValueByNumber(index)?.Name ?? index.ToString(CultureInfo.InvariantCulture));
                break;
            case float single:
                text.Append(Number(single.ToString("R", CultureInfo.InvariantCulture)));
                break;
            case double wide:
                text.Append(Number(wide.ToString("R", CultureInfo.InvariantCulture)));
                break;
            default:
                text.Append(((IFormattable)value).ToString(null, CultureInfo.InvariantCulture));
                break;
        }
    }

    /// <summary>.NET writes what is no number in its own words.</summary>
    private static string Number(string text) => text switch
    {
        "NaN" => "nan",
        "Infinity" => "inf",
        "-Infinity" => "-inf",
        _ => text,
    };

    private static void AppendQuoted(StringBuilder text, string words)
    {
        text.Append('"');
        foreach (char letter in words)
        {
            _ = letter switch
            {
                '"' => text.Append("\\\""),
                '\\' => text.Append("\\\\"),
                '\n' => text.Append("\\n"),
                '\r' => text.Append("\\r"),
                '\t' => text.Append("\\t"),
                < ' ' or '\x7f' => text.Append('\\').Append(Convert.ToString(letter, 8).PadLeft(3, '0')),
                _ => text.Append(letter),
            };
        }

        text.Append('"');
    }
}
