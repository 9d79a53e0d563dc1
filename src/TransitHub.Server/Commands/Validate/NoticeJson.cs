using System.Text;
using System.Text.Json;
using TransitHub.Gtfs;
using TransitHub.Gtfs.Notices;

namespace TransitHub.Server.Commands.Validate;

/// <summary>A report as JSON: what is in the feed, and the notices by kind.</summary>
internal static class NoticeJson
{
    private static readonly JsonWriterOptions Options = new()
    {
        Indented = true,
        NewLine = "\n",
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Writes the report.</summary>
    public static string Write(NoticeReport report)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, Options))
        {
            json.WriteStartObject();
            json.WriteString("feed", report.Feed);
            WriteContent(json, report.Result.Schedule);
            json.WriteNumber("errors", report.CountOf(NoticeSeverity.Error));
            json.WriteNumber("warnings", report.CountOf(NoticeSeverity.Warning));
            json.WriteNumber("infos", report.CountOf(NoticeSeverity.Info));
            json.WriteStartArray("notices");
            foreach (NoticeKind kind in report.Kinds)
            {
                WriteKind(json, kind);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.GetBuffer().AsSpan(0, (int)stream.Length));
    }

    /// <summary>A severity as outputs show it.</summary>
    public static string Name(NoticeSeverity severity) => severity switch
    {
        NoticeSeverity.Error => "error",
        NoticeSeverity.Warning => "warning",
        _ => "info",
    };

    private static void WriteContent(Utf8JsonWriter json, Schedule schedule)
    {
        json.WriteString("version", schedule.Version);
        json.WriteString("content_hash", schedule.ContentHash);
        json.WriteNumber("agencies", schedule.Agencies.Count);
        json.WriteNumber("stops", schedule.Stops.Count);
        json.WriteNumber("routes", schedule.Routes.Count);
        json.WriteNumber("trips", schedule.Trips.Count);
        json.WriteNumber("patterns", schedule.Patterns.Count);
    }

    private static void WriteKind(Utf8JsonWriter json, NoticeKind kind)
    {
        json.WriteStartObject();
        json.WriteString("code", kind.Code);
        json.WriteString("severity", Name(kind.Severity));
        json.WriteNumber("total", kind.Total);
        json.WriteStartArray("samples");
        foreach (Notice notice in kind.Shown)
        {
            json.WriteStartObject();
            json.WriteString("file", notice.File);
            json.WriteNumber("line", notice.Line);
            json.WriteString("field", notice.Field);
            json.WriteString("value", notice.Value);
            json.WriteString("message", notice.Message);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
