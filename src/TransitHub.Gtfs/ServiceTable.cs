using TransitHub.Gtfs.Text;
using TransitHub.Gtfs.Time;

namespace TransitHub.Gtfs;

/// <summary>Services of calendar.txt and calendar_dates.txt: on which days a trip runs.</summary>
public sealed class ServiceTable
{
    private readonly IdColumn ids;
    private readonly ServiceRow[] rows;

    internal ServiceTable(IdColumn ids, ServiceRow[] rows)
    {
        (this.ids, this.rows) = (ids, rows);
        foreach (var row in rows)
        {
            FirstDate = FirstDate is { } first && !(row.First < first) ? first : row.First ?? FirstDate;
            LastDate = LastDate is { } last && !(row.Last > last) ? last : row.Last ?? LastDate;
        }
    }

    /// <summary>Number of services.</summary>
    public int Count => this.rows.Length;

    /// <summary>First day on which any service runs, or null.</summary>
    public ServiceDate? FirstDate { get; }

    /// <summary>Last day on which any service runs, or null.</summary>
    public ServiceDate? LastDate { get; }

    /// <summary>service_id.</summary>
    public string Id(int service) => this.ids[service];

    /// <summary>First day on which the service runs, or null if it never does.</summary>
    public ServiceDate? FirstDateOf(int service) => this.rows[service].First;

    /// <summary>Last day on which the service runs, or null if it never does.</summary>
    public ServiceDate? LastDateOf(int service) => this.rows[service].Last;

    /// <summary>
    /// Whether the service runs on the day: an exception if there is one, else the weekday within the dates. False for -1,
    /// the service of a trip whose service is unknown.
    /// </summary>
    public bool IsActive(int service, ServiceDate date) => service >= 0 && this.rows[service].IsActive(date);

    /// <summary>Finds a service by its id.</summary>
    public bool TryFind(string id, out int index) => this.ids.TryFind(id, out index);

    internal bool TryFind(ReadOnlySpan<byte> id, out int index) => this.ids.TryFind(id, out index);

    internal sealed class ServiceRow
    {
        private readonly int weekdays;
        private readonly ServiceDate start;
        private readonly ServiceDate end;
        private readonly ServiceDate[] added;
        private readonly ServiceDate[] removed;

        /// <param name="weekdays">Bit n for <see cref="DayOfWeek"/> n; 0 without a row in calendar.txt.</param>
        /// <param name="start">First day of the weekdays.</param>
        /// <param name="end">Last day of the weekdays.</param>
        /// <param name="added">Days added, sorted.</param>
        /// <param name="removed">Days removed, sorted.</param>
        public ServiceRow(int weekdays, ServiceDate start, ServiceDate end, ServiceDate[] added, ServiceDate[] removed)
        {
            (this.weekdays, this.start, this.end, this.added, this.removed) = (weekdays, start, end, added, removed);
            First = Edge(start, 1, added.Length > 0 ? added[0] : null);
            Last = Edge(end, -1, added.Length > 0 ? added[^1] : null);
        }

        public ServiceDate? First { get; }

        public ServiceDate? Last { get; }

        public bool IsActive(ServiceDate date) =>
            Array.BinarySearch(this.added, date) >= 0
            || (date >= this.start && date <= this.end && (this.weekdays >> (int)date.DayOfWeek & 1) != 0
                && Array.BinarySearch(this.removed, date) < 0);

        private ServiceDate? Edge(ServiceDate from, int step, ServiceDate? added)
        {
            var days = this.weekdays == 0 ? -1 : this.end.DayNumber - this.start.DayNumber;
            for (var day = 0; day <= days; day++)
            {
                var date = from.AddDays(day * step);
                if (this.IsActive(date))
                {
                    return added is { } other && other.CompareTo(date) * step < 0 ? other : date;
                }
            }

            return added;
        }
    }
}
