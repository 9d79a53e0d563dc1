using TransitHub.Gtfs;
using TransitHub.Gtfs.Time;

namespace TransitHub.Core.Fusion.Service;

/// <summary>The headway of a pattern at a moment, by the hours of frequencies.txt (exact_times=0).</summary>
internal sealed class HeadwayHours(Schedule schedule)
{
    /// <summary>The trip with the shortest headway in force at a moment, with its service day; null: none is.</summary>
    /// <param name="pattern">The pattern.</param>
    /// <param name="at">Unix seconds.</param>
    public HeadwayHour? Find(int pattern, double at)
    {
        NodaTime.LocalDate day = NodaTime.Instant.FromUnixTimeSeconds((long)at).InZone(schedule.TimeZone).Date;
        var today = ServiceDate.From(day.Year, day.Month, day.Day);
        HeadwayHour? shortest = null;
        foreach (int trip in schedule.Patterns.Trips(pattern))
        {
            foreach (FrequencyWindow window in schedule.Trips.Frequencies(trip))
            {
                if (window.ExactTimes || shortest?.Seconds <= window.HeadwaySeconds)
                {
                    continue;
                }

                shortest = this.IsInForce(trip, window, today, at) ? new HeadwayHour(trip, today, window.HeadwaySeconds)
                    : this.IsInForce(trip, window, today.AddDays(-1), at) ? new HeadwayHour(trip, today.AddDays(-1), window.HeadwaySeconds)
                    : shortest;
            }
        }

        return shortest;
    }

    private bool IsInForce(int trip, FrequencyWindow window, ServiceDate date, double at)
    {
        double elapsed = at - schedule.ServiceDayStart(date);

        // Vehicles leave a little before the hours of service and after them.
        return elapsed >= window.StartSeconds - window.HeadwaySeconds && elapsed < window.EndSeconds + window.HeadwaySeconds
            && schedule.Services.IsActive(schedule.Trips.ServiceIndex(trip), date);
    }
}

/// <summary>A headway in force.</summary>
/// <param name="Trip">Index of the trip that has it.</param>
/// <param name="Date">Its service day.</param>
/// <param name="Seconds">The headway, seconds.</param>
internal readonly record struct HeadwayHour(int Trip, ServiceDate Date, int Seconds);
