using TransitHub.Gtfs.Time;

namespace TransitHub.Gtfs.Rules.Tables;

/// <summary>
/// The days on which each service runs, sorted. A calendar longer than twenty years, a slip of the pen, is cut to the part
/// around today, so that it cannot fill the memory.
/// </summary>
internal sealed class ServiceDays
{
    private const int MaxDays = 7305;

    private static readonly string[] Weekdays = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];

    private readonly SortedSet<int>?[] drafts;
    private readonly int[][] days;

    public ServiceDays(GtfsTable calendar, GtfsTable dates, ServiceDate today)
    {
        this.drafts = new SortedSet<int>?[calendar.Text("service_id").Domain.Count];
        AddWeeks(calendar, today.DayNumber);
        AddDates(dates);
        this.days = Array.ConvertAll(this.drafts, draft => draft is null ? [] : draft.ToArray());
        this.drafts = [];
    }

    public int Count => this.days.Length;

    /// <summary>The service's days as day numbers; empty for a service that never runs or that no calendar has.</summary>
    public int[] Of(int service) => service >= 0 && service < this.days.Length ? this.days[service] : [];

    /// <summary>The first day on which both services run, or null.</summary>
    public int? FirstShared(int left, int right)
    {
        var (a, b) = (Of(left), Of(right));
        for (int i = 0, j = 0; i < a.Length && j < b.Length;)
        {
            if (a[i] == b[j])
            {
                return a[i];
            }

            (i, j) = a[i] < b[j] ? (i + 1, j) : (i, j + 1);
        }

        return null;
    }

    private void AddWeeks(GtfsTable calendar, int today)
    {
        var service = calendar.Text("service_id");
        var week = Array.ConvertAll(Weekdays, calendar.Int);
        var (start, end) = (calendar.Int("start_date"), calendar.Int("end_date"));
        for (var row = 0; row < calendar.Count; row++)
        {
            if (service[row] < 0 || !start.Has(row) || !end.Has(row))
            {
                continue;
            }

            var draft = this.drafts[service[row]] ??= [];
            var (first, last) = Cut(start[row], end[row], today);
            for (var day = first; day <= last; day++)
            {
                if (week[(int)ServiceDate.FromDayNumber(day).DayOfWeek][row] == 1)
                {
                    draft.Add(day);
                }
            }
        }
    }

    private void AddDates(GtfsTable dates)
    {
        var (service, date, type) = (dates.Text("service_id"), dates.Int("date"), dates.Int("exception_type"));
        for (var row = 0; row < dates.Count; row++)
        {
            if (service[row] < 0 || !date.Has(row))
            {
                continue;
            }

            var draft = this.drafts[service[row]] ??= [];
            if (type[row] == 1)
            {
                draft.Add(date[row]);
            }
            else if (type[row] == 2)
            {
                draft.Remove(date[row]);
            }
        }
    }

    private static (int First, int Last) Cut(int start, int end, int today)
    {
        if (end - start <= MaxDays)
        {
            return (start, end);
        }

        if (end < today)
        {
            return (end - MaxDays, end);
        }

        return start > today
            ? (start, start + MaxDays)
            : (Math.Max(start, today - (MaxDays / 2)), Math.Min(end, today + (MaxDays / 2)));
    }
}
