using TransitHub.Gtfs.Rules.Tables;
using TransitHub.Gtfs.Time;

namespace TransitHub.Gtfs.Rules.Calendars;

/// <summary>
/// Most trips do not run on each of the next seven days (trip_coverage_not_active_for_next7_days, WARNING), so riders
/// cannot plan a week ahead. The bulk of service runs from the first to the last day on which three quarters of the usual
/// number of trips run. Publish the next version, or the current one.
/// <see href="https://gtfs.org/documentation/schedule/reference/#dataset-publishing-general-practices"/>
/// </summary>
internal sealed class TripCoverage() : FeedRule(Code)
{
    private static readonly RuleCode Code = RuleCode.Warning("trip_coverage_not_active_for_next7_days", "Most trips do not run on each of the next seven days.");

    private const double UsualRank = 0.90;
    private const int BusiestDaysLeftOut = 30;
    private const double MajorityShare = 0.75;

    public override void Check(GtfsTables feed, RuleReport report)
    {
        var counts = TripsByDay(feed);
        if (counts.Count == 0)
        {
            return;
        }

        int[] sorted = [.. counts.Values.Order()];
        var usual = Math.Max((int)(sorted.Length * UsualRank), sorted.Length - BusiestDaysLeftOut);
        var most = (int)(MajorityShare * sorted[usual]);
        var (first, last) = (counts.First(day => day.Value >= most).Key, counts.Last(day => day.Value >= most).Key);
        var today = feed.Options.Today.DayNumber;
        if ((first > today || last < today + 7) && report.Wants(Code))
        {
            report.Add(Code, "calendar.txt", "Most trips do not run on each of the next seven days. Publish the version that covers them.",
                Detail("currentDate", feed.Options.Today.ToString()),
                Detail("serviceWindowStartDate", ServiceDate.FromDayNumber(first).ToString()),
                Detail("serviceWindowEndDate", ServiceDate.FromDayNumber(last).ToString()));
        }
    }

    private static SortedDictionary<int, int> TripsByDay(GtfsTables feed)
    {
        var services = feed.Trips.Text("service_id");
        var byService = new int[services.Domain.Count];
        for (var row = 0; row < feed.Trips.Count; row++)
        {
            if (services[row] >= 0)
            {
                byService[services[row]] += Departures(feed, feed.TripIds[row]);
            }
        }

        var counts = new SortedDictionary<int, int>();
        for (var service = 0; service < byService.Length; service++)
        {
            foreach (var day in byService[service] > 0 ? feed.ServiceDays.Of(service) : [])
            {
                counts[day] = counts.GetValueOrDefault(day) + byService[service];
            }
        }

        return counts;
    }

    private static int Departures(GtfsTables feed, int trip)
    {
        if (feed.Frequencies.Count == 0)
        {
            return 1;
        }

        var rows = feed.Group(feed.Frequencies, "trip_id");
        if (rows.CountOf(trip) == 0)
        {
            return 1;
        }

        var (count, start, end, headway) = (0, feed.Frequencies.Int("start_time"), feed.Frequencies.Int("end_time"), feed.Frequencies.Int("headway_secs"));
        foreach (var row in rows.Of(trip))
        {
            count += 1 + (start.Has(row) && end.Has(row) && headway[row] > 0 ? Math.Max(0, end[row] - start[row] - 1) / headway[row] : 0);
        }

        return count;
    }
}
