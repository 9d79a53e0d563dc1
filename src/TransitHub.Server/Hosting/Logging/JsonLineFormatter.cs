using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace TransitHub.Server.Hosting.Logging;

/// <summary>
/// An event as one line of JSON: <c>time</c>, <c>level</c>, <c>category</c>, <c>event</c> and <c>event_id</c>, <c>message</c>, the message's
/// parts by name in <c>fields</c>, <c>exception</c>, and <c>trace_id</c> and <c>span_id</c> where a trace is under way.
/// </summary>
internal sealed class JsonLineFormatter(TimeProvider clock) : ConsoleFormatter(FormatterName)
{
    /// <summary>Its name among the formatters.</summary>
    public const string FormatterName = "transithub-json";

    /// <summary>The name under which the source generator hands over the template itself.</summary>
    private const string Template = "{OriginalFormat}";

    private static readonly JsonWriterOptions Options = new() { Encoder = CreateEncoder() };

    /// <inheritdoc/>
    public override void Write<TState>(in LogEntry<TState> entry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        var bytes = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(bytes, Options))
        {
            json.WriteStartObject();
            json.WriteString("time", clock.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
            json.WriteString("level", LevelOf(entry.LogLevel));
            json.WriteString("category", entry.Category);
            if (entry.EventId.Name is { } name)
            {
                json.WriteString("event", name);
            }

            json.WriteNumber("event_id", entry.EventId.Id);
            json.WriteString("message", LineText.Cut(entry.Formatter(entry.State, entry.Exception), LineText.MaxMessage));
            WriteFields(json, entry.State as IReadOnlyList<KeyValuePair<string, object?>>);
            if (entry.Exception is { } exception)
            {
                json.WriteString("exception", LineText.Cut(exception.ToString(), LineText.MaxException));
            }

            if (Activity.Current is { IdFormat: ActivityIdFormat.W3C } span)
            {
                json.WriteString("trace_id", span.TraceId.ToHexString());
                json.WriteString("span_id", span.SpanId.ToHexString());
            }

            json.WriteEndObject();
        }

        textWriter.Write(Encoding.UTF8.GetString(bytes.WrittenSpan) + "\n");
    }

    /// <summary>Thai stays Thai; controls, what misleads the eye and what HTML could mistake are escaped.</summary>
    private static JavaScriptEncoder CreateEncoder()
    {
        var settings = new TextEncoderSettings(UnicodeRanges.All);
        settings.ForbidCharacters(LineText.Misleading);
        return JavaScriptEncoder.Create(settings);
    }

    private static void WriteFields(Utf8JsonWriter json, IReadOnlyList<KeyValuePair<string, object?>>? parts)
    {
        if (parts is null || parts.All(p => p.Key == Template))
        {
            return;
        }

        json.WriteStartObject("fields");
        foreach ((string name, object? value) in parts)
        {
            if (name != Template)
            {
                json.WritePropertyName(JsonNamingPolicy.SnakeCaseLower.ConvertName(name));
                WriteValue(json, value);
            }
        }

        json.WriteEndObject();
    }

    private static void WriteValue(Utf8JsonWriter json, object? value)
    {
        switch (value)
        {
            case null:
                json.WriteNullValue();
                break;
            case bool flag:
                json.WriteBooleanValue(flag);
                break;
            case int number:
                json.WriteNumberValue(number);
                break;
            case long number:
                json.WriteNumberValue(number);
                break;
            case double number when double.IsFinite(number):
                json.WriteNumberValue(number);
                break;
            default:
                json.WriteStringValue(LineText.Cut(Convert.ToString(value, CultureInfo.InvariantCulture) ?? string.Empty, LineText.MaxMessage));
                break;
        }
    }

    private static string LevelOf(LogLevel level) => level switch
    {
        LogLevel.Trace => "trace",
        LogLevel.Debug => "debug",
        LogLevel.Information => "info",
        LogLevel.Warning => "warning",
        LogLevel.Error => "error",
        _ => "critical",
    };
}
