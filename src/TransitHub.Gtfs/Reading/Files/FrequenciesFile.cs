using TransitHub.Gtfs.Notices;
using TransitHub.Gtfs.Text;

namespace TransitHub.Gtfs.Reading.Files;

internal static class FrequenciesFile
{
    private static readonly FeedTableKind Kind = new(
        "frequencies.txt", false, ["trip_id", "start_time", "end_time", "headway_secs"], [], ["exact_times"]);

    public static FrequencyTable Read(FeedReading reading, IdColumn trips)
    {
        var byTrip = new Dictionary<int, List<FrequencyWindow>>();
        using (var table = reading.Open(Kind))
        {
            if (table is not null)
            {
                ReadRows(table, trips, byTrip);
            }
        }

        var starts = new int[trips.Count + 1];
        var windows = new List<FrequencyWindow>();
        for (var trip = 0; trip < trips.Count; trip++)
        {
            if (byTrip.TryGetValue(trip, out var own))
            {
                windows.AddRange(own.OrderBy(window => window.StartSeconds));
            }

            starts[trip + 1] = windows.Count;
        }

        return new FrequencyTable(starts, [.. windows]);
    }

    private static void ReadRows(FeedTable table, IdColumn trips, Dictionary<int, List<FrequencyWindow>> byTrip)
    {
        var (id, start, end) = (table.Column("trip_id"), table.Column("start_time"), table.Column("end_time"));
        var (headway, exact) = (table.Column("headway_secs"), table.Column("exact_times"));
        while (table.Read())
        {
            var key = table.RequiredId(id);
            if (key.IsEmpty)
            {
                continue;
            }

            if (!trips.TryFind(key, out var trip))
            {
                table.ReportForeignKey(id, "trips.txt", "trip_id");
                continue;
            }

            var window = new FrequencyWindow(
                table.Seconds(start), table.Seconds(end), table.Int(headway, -1, 1, int.MaxValue), table.Enum(exact, 0, 1) == 1);
            if (IsUsable(table, window, start, end, headway))
            {
                var own = byTrip.TryGetValue(trip, out var list) ? list : byTrip[trip] = [];
                ReportOverlap(table, window, own, start);
                own.Add(window);
            }
        }
    }

    private static bool IsUsable(FeedTable table, FrequencyWindow window, int start, int end, int headway)
    {
        foreach (var column in (ReadOnlySpan<int>)[start, end, headway])
        {
            if (table.Bytes(column).IsEmpty)
            {
                table.Report("missing_required_field", NoticeSeverity.Error, column, "The field must not be empty; the row was left out. Fill it in.");
            }
        }

        if (window.StartSeconds < 0 || window.EndSeconds < 0 || window.HeadwaySeconds < 1)
        {
            return false;
        }

        if (window.EndSeconds <= window.StartSeconds)
        {
            table.Report("start_and_end_range_out_of_order", NoticeSeverity.Error, end,
                "end_time does not lie after start_time; the row was left out. Times after midnight are written as 24:00:00 and more.");
            return false;
        }

        return true;
    }

    private static void ReportOverlap(FeedTable table, FrequencyWindow window, List<FrequencyWindow> own, int start)
    {
        if (own.Exists(other => window.StartSeconds < other.EndSeconds && other.StartSeconds < window.EndSeconds))
        {
            table.Report("overlapping_frequency", NoticeSeverity.Error, start,
                "The window overlaps another one of the trip; both were kept. Let one end where the next starts.");
        }
    }
}
