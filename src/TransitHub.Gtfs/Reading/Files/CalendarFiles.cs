using TransitHub.Gtfs.Notices;
using TransitHub.Gtfs.Text;
using TransitHub.Gtfs.Time;

namespace TransitHub.Gtfs.Reading.Files;

/// <summary>calendar.txt and calendar_dates.txt; a feed may have either or both.</summary>
internal sealed class CalendarFiles
{
    private static readonly string[] Weekdays = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];

    private static readonly FeedTableKind Weeks = new(
        "calendar.txt", false, ["service_id", "start_date", "end_date"], Weekdays, []);

    private static readonly FeedTableKind Dates = new(
        "calendar_dates.txt", false, ["service_id", "date", "exception_type"], [], []);

    private readonly FeedReading reading;
    private readonly IdColumn ids = new();
    private readonly List<Draft> drafts = [];

    private CalendarFiles(FeedReading reading) => this.reading = reading;

    public static ServiceTable Read(FeedReading reading)
    {
        var files = new CalendarFiles(reading);
        var weeks = files.ReadWeeks();
        var dates = files.ReadDates();
        if (!weeks && !dates)
        {
            reading.Report("missing_calendar_and_calendar_date_files", NoticeSeverity.Error, "calendar.txt",
                "The feed has neither a usable calendar.txt nor a usable calendar_dates.txt, so no trip ever runs. Add one of them.");
        }

        return new ServiceTable(files.ids, [.. files.drafts.Select(draft => draft.Finish())]);
    }

    private bool ReadWeeks()
    {
        using var table = this.reading.Open(Weeks);
        if (table is null)
        {
            return false;
        }

        var id = table.Column("service_id");
        var days = Array.ConvertAll(Weekdays, table.Column);
        var (start, end) = (table.Column("start_date"), table.Column("end_date"));
        while (table.Read())
        {
            var key = table.RequiredId(id);
            if (key.IsEmpty)
            {
                continue;
            }

            if (!this.ids.TryAdd(key, out _))
            {
                table.ReportDuplicate(id);
                continue;
            }

            var draft = new Draft();
            this.drafts.Add(draft);
            for (var day = 0; day < days.Length; day++)
            {
                draft.Weekdays |= table.Enum(days[day], 0, 1) << day;
            }

            ReadRange(table, start, end, draft);
        }

        return true;
    }

    private static void ReadRange(FeedTable table, int start, int end, Draft draft)
    {
        if (draft.Weekdays == 0)
        {
            table.Report("service_has_no_active_day_of_the_week", NoticeSeverity.Warning, table.Column("monday"),
                "The service runs on no day of the week; only days added in calendar_dates.txt count. Mark its days with 1.");
        }

        if (table.Date(start) is { } first && table.Date(end) is { } last)
        {
            (draft.Start, draft.End) = (first, last);
            if (last < first)
            {
                table.Report("start_and_end_range_out_of_order", NoticeSeverity.Error, end,
                    "end_date lies before start_date, so the service runs on no day. Swap or correct them.");
                draft.Weekdays = 0;
            }
        }
        else
        {
            draft.Weekdays = 0;
            var empty = table.Bytes(start).IsEmpty ? start : end;
            if (table.Bytes(empty).IsEmpty)
            {
                table.Report("missing_required_field", NoticeSeverity.Error, empty, "The service needs both start_date and end_date; it runs on no day without them. Fill them in.");
            }
        }
    }

    private bool ReadDates()
    {
        using var table = this.reading.Open(Dates);
        if (table is null)
        {
            return false;
        }

        var (id, date, type) = (table.Column("service_id"), table.Column("date"), table.Column("exception_type"));
        while (table.Read())
        {
            var key = table.RequiredId(id);
            if (key.IsEmpty || table.Date(date) is not { } day)
            {
                if (!key.IsEmpty && table.Bytes(date).IsEmpty)
                {
                    table.Report("missing_required_field", NoticeSeverity.Error, date, "The exception has no date; the row was left out. Fill it in.");
                }

                continue;
            }

            var exception = table.Int(type, 0, 1, 2);
            if (exception == 0)
            {
                if (table.Bytes(type).IsEmpty)
                {
                    table.Report("missing_required_field", NoticeSeverity.Error, type, "Say whether the day is added (1) or removed (2); the row was left out.");
                }

                continue;
            }

            if (this.ids.TryAdd(key, out var service))
            {
                this.drafts.Add(new Draft());
            }

            if (!this.drafts[service].Exceptions.TryAdd(day, exception == 1))
            {
                table.ReportDuplicate(date);
            }
        }

        return true;
    }

    private sealed class Draft
    {
        public int Weekdays { get; set; }

        public ServiceDate Start { get; set; }

        public ServiceDate End { get; set; }

        public SortedDictionary<ServiceDate, bool> Exceptions { get; } = [];

        public ServiceTable.ServiceRow Finish() => new(
            Weekdays,
            Start,
            End,
            [.. Exceptions.Where(day => day.Value).Select(day => day.Key)],
            [.. Exceptions.Where(day => !day.Value).Select(day => day.Key)]);
    }
}
