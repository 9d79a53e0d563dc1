using TransitHub.Gtfs.Rules.Schema;
using TransitHub.Gtfs.Rules.Tables;

namespace TransitHub.Gtfs.Rules.Calendars;

/// <summary>
/// A service runs on no day of the week (service_has_no_active_day_of_the_week, WARNING). Only days added in
/// calendar_dates.txt count. Mark its days with 1, or leave the row out.
/// <see href="https://gtfs.org/documentation/schedule/reference/#calendartxt"/>
/// </summary>
internal sealed class ServiceWithoutWeekday() : FeedRule(Code)
{
    private static readonly RuleCode Code = RuleCode.Warning("service_has_no_active_day_of_the_week", "A service runs on no day of the week.");

    public override void Check(GtfsTables feed, RuleReport report)
    {
        var table = feed.Of(ServiceTables.Calendar);
        var monday = table.Int("monday");
        var tuesday = table.Int("tuesday");
        var wednesday = table.Int("wednesday");
        var thursday = table.Int("thursday");
        var friday = table.Int("friday");
        var saturday = table.Int("saturday");
        var sunday = table.Int("sunday");
        for (var row = 0; row < table.Count; row++)
        {
            if (monday[row] == 0 && tuesday[row] == 0 && wednesday[row] == 0 && thursday[row] == 0 && friday[row] == 0 && saturday[row] == 0 && sunday[row] == 0 && report.Wants(Code))
            {
                report.Add(Code, table, row, "service_id", "The service runs on no day of the week. Mark its days with 1.",
                    Detail("serviceId", table.Column("service_id").Text(row)));
            }
        }
    }
}
