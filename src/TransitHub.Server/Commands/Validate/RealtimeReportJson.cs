using System.Text.Json;
using TransitHub.Core.Conformance;
using TransitHub.Gtfs.Notices;

namespace TransitHub.Server.Commands.Validate;

/// <summary>A report on GTFS-Realtime as JSON; notices have the form of the canonical GTFS validator's.</summary>
internal static class RealtimeReportJson
{
    /// <summary>Writes the report.</summary>
    public static string Write(RealtimeReport report) => ReportWriting.Write(json => Write(json, report));

    private static void Write(Utf8JsonWriter json, RealtimeReport report)
    {
        json.WriteStartObject();
        json.WriteStartObject("summary");
        json.WriteString("gtfs", report.Gtfs);
        json.WriteString("gtfsVersion", report.Version);
        json.WriteString("realtime", report.Realtime);
        json.WriteNumber("files", report.Files);
        json.WriteNumber("moments", report.Moments);
        json.WriteNumber("momentsWithErrors", report.MomentsWithErrors);
        json.WriteNumber("momentsWithWarnings", report.MomentsWithWarnings);
        json.WriteNumber("entities", report.Entities);
        json.WriteNumber("errors", report.CountOf(NoticeSeverity.Error));
        json.WriteNumber("warnings", report.CountOf(NoticeSeverity.Warning));
        json.WriteNumber("infos", report.CountOf(NoticeSeverity.Info));
        json.WriteEndObject();
        json.WriteStartArray("notices");
        foreach (RealtimeRuleReport rule in report.Rules)
        {
            Write(json, rule);
        }

        json.WriteEndArray();
        WriteDeviations(json, report);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, RealtimeRuleReport rule)
    {
        json.WriteStartObject();
        json.WriteString("code", rule.Rule.Code);
        json.WriteString("severity", rule.Rule.Severity.ToString().ToUpperInvariant());
        json.WriteString("title", rule.Rule.Title);
        json.WriteString("specification", rule.Rule.Specification.AbsoluteUri);
        json.WriteNumber("totalNotices", rule.Total);
        json.WriteNumber("moments", rule.Moments);
        json.WriteStartArray("sampleNotices");
        foreach ((long moment, RealtimeNotice notice) in rule.Samples)
        {
            json.WriteStartObject();
            json.WriteNumber("moment", moment);
            json.WriteString("feed", notice.Feed);
            json.WriteString("entityId", notice.Entity);
            json.WriteString("message", notice.Message);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteDeviations(Utf8JsonWriter json, RealtimeReport report)
    {
        json.WriteStartArray("excused");
        foreach ((string id, long count) in report.Excused)
        {
            json.WriteStartObject();
            json.WriteString("id", id);
            json.WriteNumber("total", count);
            json.WriteString("why", RealtimeDeviation.All.First(one => one.Id == id).Why);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
