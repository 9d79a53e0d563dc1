using System.Globalization;
using System.Text.Json;
using TransitHub.Gtfs.Notices;
using TransitHub.Gtfs.Time;

namespace TransitHub.Server.Commands.Validate;

/// <summary>A report as JSON: what is in the feed, and the notices by kind.</summary>
internal static class NoticeJson
{
    /// <summary>Writes the report: the canonical validator's form, with our own totals beside its keys.</summary>
    public static string Write(NoticeReport report) => ReportWriting.Write(json => Write(json, report));

    private static void Write(Utf8JsonWriter json, NoticeReport report)
    {
        json.WriteStartObject();
        json.WriteString("feed", report.Feed);
        json.WriteString("version", report.Result.Version);
        json.WriteString("content_hash", report.Result.ContentHash);
        foreach (string file in (string[])["agency", "stops", "routes", "trips"])
        {
            json.WriteNumber(file == "agency" ? "agencies" : file, report.RowsOf(file + ".txt"));
        }

        json.WriteNumber("errors", report.CountOf(NoticeSeverity.Error));
        json.WriteNumber("warnings", report.CountOf(NoticeSeverity.Warning));
        json.WriteNumber("infos", report.CountOf(NoticeSeverity.Info));
        WriteSummary(json, report);
        json.WriteStartArray("notices");
        foreach (NoticeKind kind in report.Kinds)
        {
            WriteKind(json, kind);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteSummary(Utf8JsonWriter json, NoticeReport report)
    {
        json.WriteStartObject("summary");
        json.WriteString("gtfsInput", report.Feed);
        json.WriteString("dateForValidation", Iso(report.Options.Today));
        json.WriteString("countryCode", report.Options.Country);
        json.WriteString("feedVersion", report.Result.Version);
        json.WriteString("feedServiceWindowStart", Iso(report.Result.FirstServiceDay));
        json.WriteString("feedServiceWindowEnd", Iso(report.Result.LastServiceDay));
        json.WriteStartArray("files");
        foreach (string file in report.Result.Rows.Keys)
        {
            json.WriteStringValue(file);
        }

        json.WriteEndArray();
        json.WriteStartObject("counts");
        foreach ((string name, string file) in (ReadOnlySpan<(string, string)>)[("Agencies", "agency.txt"), ("Routes", "routes.txt"), ("Stops", "stops.txt"), ("Trips", "trips.txt"), ("StopTimes", "stop_times.txt")])
        {
            json.WriteNumber(name, report.RowsOf(file));
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static string? Iso(ServiceDate? day) => day?.Date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static void WriteKind(Utf8JsonWriter json, NoticeKind kind)
    {
        json.WriteStartObject();
        json.WriteString("code", kind.Code);
        json.WriteString("severity", kind.Severity switch { NoticeSeverity.Error => "ERROR", NoticeSeverity.Warning => "WARNING", _ => "INFO" });
        json.WriteNumber("totalNotices", kind.Total);
        json.WriteStartArray("sampleNotices");
        foreach (Notice notice in kind.Shown)
        {
            WriteNotice(json, notice);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteNotice(Utf8JsonWriter json, Notice notice)
    {
        json.WriteStartObject();
        if (notice.File.Length > 0)
        {
            json.WriteString("filename", notice.File);
        }

        if (notice.Line > 0)
        {
            json.WriteNumber("csvRowNumber", notice.Line);
        }

        if (notice.Field is not null)
        {
            json.WriteString("fieldName", notice.Field);
        }

        if (notice.Value is not null)
        {
            json.WriteString("fieldValue", notice.Value);
        }

        foreach (NoticeDetail detail in notice.Details)
        {
            WriteDetail(json, detail);
        }

        json.WriteString("message", notice.Message);
        json.WriteEndObject();
    }

    private static void WriteDetail(Utf8JsonWriter json, NoticeDetail detail)
    {
        switch (detail.Value)
        {
            case null:
                json.WriteNull(detail.Name);
                break;
            case bool truth:
                json.WriteBoolean(detail.Name, truth);
                break;
            case double number when double.IsFinite(number):
                json.WriteNumber(detail.Name, number);
                break;
            case int whole:
                json.WriteNumber(detail.Name, whole);
                break;
            case long whole:
                json.WriteNumber(detail.Name, whole);
                break;
            default:
                json.WriteString(detail.Name, Convert.ToString(detail.Value, CultureInfo.InvariantCulture));
                break;
        }
    }
}
