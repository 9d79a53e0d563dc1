using TransitHub.Core.Fusion.Matching;
using TransitHub.Gtfs;
using TransitHub.Gtfs.Time;

namespace TransitHub.Core.Fusion.Cameras;

/// <summary>A run that passes a line by the timetable.</summary>
/// <param name="Trip">The trip.</param>
/// <param name="Date">Its service day.</param>
/// <param name="Pass">Place among the passes of the line.</param>
/// <param name="At">The scheduled moment, Unix seconds.</param>
internal readonly record struct ScheduledPass(int Trip, ServiceDate Date, int Pass, double At);

/// <summary>The passes of a line by the timetable, sorted by service time. Trips of frequencies.txt have no times of their own and are left out.</summary>
internal sealed class LineTimetable
{
    private readonly Schedule schedule;
    private readonly int[] seconds;
    private readonly int[] trips;
    private readonly short[] passes;

    public LineTimetable(Schedule schedule, IReadOnlyList<LinePass> passes)
    {
        this.schedule = schedule;
        List<(int Seconds, int Trip, short Pass)> rows = [];
        for (short p = 0; p < passes.Count; p++)
        {
            foreach (int trip in schedule.Patterns.Trips(passes[p].Pattern))
            {
                if (schedule.Trips.Frequencies(trip).IsEmpty && schedule.Trips.ServiceIndex(trip) >= 0 && schedule.Trips.RouteIndex(trip) >= 0)
                {
                    rows.Add(((int)RunTimes.SecondsAt(schedule, trip, passes[p].Offset), trip, p));
                }
            }
        }

        rows.Sort();
        this.seconds = [.. rows.Select(r => r.Seconds)];
        this.trips = [.. rows.Select(r => r.Trip)];
        this.passes = [.. rows.Select(r => r.Pass)];
    }

    /// <summary>Adds the passes within a span of time, of any service day.</summary>
    public void Find(double from, double to, List<ScheduledPass> found)
    {
        if (this.seconds.Length == 0)
        {
            return;
        }

        NodaTime.LocalDate day = NodaTime.Instant.FromUnixTimeSeconds((long)from).InZone(this.schedule.TimeZone).Date;
        var today = ServiceDate.From(day.Year, day.Month, day.Day);
        for (int offset = -2; offset <= 1; offset++)
        {
            ServiceDate date = today.AddDays(offset);
            double zero = this.schedule.ServiceDayStart(date);
            if (from - zero > this.seconds[^1] || to - zero < this.seconds[0])
            {
                continue;
            }

            for (int i = this.FirstFrom(from - zero); i < this.seconds.Length && this.seconds[i] <= to - zero; i++)
            {
                if (this.schedule.Services.IsActive(this.schedule.Trips.ServiceIndex(this.trips[i]), date))
                {
                    found.Add(new ScheduledPass(this.trips[i], date, this.passes[i], zero + this.seconds[i]));
                }
            }
        }
    }

    private int FirstFrom(double second)
    {
        int low = 0;
        int high = this.seconds.Length;
        while (low < high)
        {
            int middle = (low + high) >> 1;
            (low, high) = this.seconds[middle] < second ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
}
