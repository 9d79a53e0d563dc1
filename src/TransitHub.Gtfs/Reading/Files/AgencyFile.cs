using NodaTime;
using TransitHub.Gtfs.Notices;
using TransitHub.Gtfs.Text;

namespace TransitHub.Gtfs.Reading.Files;

internal static class AgencyFile
{
    private static readonly FeedTableKind Kind = new(
        "agency.txt", true, [], ["agency_name", "agency_url", "agency_timezone"],
        ["agency_id", "agency_lang", "agency_phone", "agency_fare_url", "agency_email", "cemv_support"]);

    public static (AgencyTable Table, DateTimeZone TimeZone) Read(FeedReading reading)
    {
        var ids = new IdColumn();
        var rows = new List<AgencyTable.AgencyRow>();
        DateTimeZone? zone = null;
        using var table = reading.Open(Kind);
        if (table is null)
        {
            return (new AgencyTable(ids, []), DateTimeZone.Utc);
        }

        var (id, name, timeZone) = (table.Column("agency_id"), table.Column("agency_name"), table.Column("agency_timezone"));
        var (url, language) = (table.Column("agency_url"), table.Column("agency_lang"));
        while (table.Read())
        {
            if (!ids.TryAdd(table.Bytes(id), out _))
            {
                ReportSecond(table, id);
                continue;
            }

            var row = new AgencyTable.AgencyRow(table.Text(name), table.Text(url), table.Text(timeZone), table.Text(language));
            rows.Add(row);
            zone = CheckZone(table, timeZone, row.TimeZone, zone);
        }

        return (new AgencyTable(ids, [.. rows]), zone ?? DateTimeZone.Utc);
    }

    private static void ReportSecond(FeedTable table, int column)
    {
        if (table.Bytes(column).IsEmpty)
        {
            table.Report("missing_required_agency_id", NoticeSeverity.Error, column,
                "A feed with several agencies must give each an agency_id; the row was left out. Fill it in.");
        }
        else
        {
            table.ReportDuplicate(column);
        }
    }

    private static DateTimeZone? CheckZone(FeedTable table, int column, string name, DateTimeZone? zone)
    {
        var found = DateTimeZoneProviders.Tzdb.GetZoneOrNull(name);
        if (found is null)
        {
            table.Report("invalid_timezone", NoticeSeverity.Error, column,
                "This is no time zone of the IANA list; UTC is used unless another agency names one. Write a name such as Asia/Bangkok.");
        }
        else if (zone is not null && zone.Id != found.Id)
        {
            table.Report("inconsistent_agency_timezone", NoticeSeverity.Error, column,
                $"All agencies of a feed must share a time zone; {zone.Id} is used for all. Correct it, or split the feed.");
        }

        return zone ?? found;
    }
}
