using TransitHub.Core.Observations;
using TransitHub.Core.Snapshots;
using TransitHub.Gtfs;
using TransitHub.Gtfs.Time;

namespace TransitHub.Core.Fusion.Matching;

/// <summary>A run found for a reference, or why there is none.</summary>
internal readonly record struct TripResolution(TripInstance Trip, RejectionReason Reason)
{
    public bool Found => this.Reason == RejectionReason.None;

    public static TripResolution None(RejectionReason reason) => new(default, reason);
}

/// <summary>Finds the run that a report names: the trip in the timetable and its service day, where the report leaves the day out the one that fits best.</summary>
internal sealed class TripResolver(Schedule schedule, FusionOptions options)
{
    private const int SecondsPerDay = 86_400;

    public TripResolution Resolve(in TripReference reference, double at)
    {
        if (schedule.Trips.Count == 0)
        {
            return TripResolution.None(RejectionReason.NoSchedule);
        }

        if (reference.TripId is { } id && schedule.Trips.TryFind(id, out int trip))
        {
            return this.OnBestDay(trip, reference, at);
        }

        if (reference is { RouteId: { } routeId, StartTime: not null } && schedule.Routes.TryFind(routeId, out int route))
        {
            TripResolution byStart = this.ByRouteAndStart(route, reference, at);
            if (byStart.Found || reference.TripId is null)
            {
                return byStart;
            }
        }

        return TripResolution.None(reference.TripId is null ? RejectionReason.UnknownRoute : RejectionReason.UnknownTrip);
    }

    /// <summary>Seconds by which a moment lies outside the run's own time; 0 within it.</summary>
    public double SecondsOutside(TripInstance run, double at)
    {
        double start = schedule.ServiceDayStart(run.ServiceDate) + run.StartSeconds;
        double end = start + (schedule.Trips.EndSeconds(run.TripIndex) - schedule.Trips.StartSeconds(run.TripIndex));
        return at < start ? start - at : Math.Max(0, at - end);
    }

    /// <summary>True when a vehicle may serve the run at this moment.</summary>
    public bool IsInTime(TripInstance run, double at)
    {
        double start = schedule.ServiceDayStart(run.ServiceDate) + run.StartSeconds;
        double end = start + (schedule.Trips.EndSeconds(run.TripIndex) - schedule.Trips.StartSeconds(run.TripIndex));
        return at >= start - options.SignOnEarlySeconds && at <= end + options.MaxDelaySeconds;
    }

    /// <summary>The trip's run of a day, its start chosen for a trip that runs by headway; false when it does not run then.</summary>
    public bool TryOnDay(int trip, ServiceDate date, ServiceTime? start, double at, out TripInstance run)
    {
        run = default;
        if (!schedule.Services.IsActive(schedule.Trips.ServiceIndex(trip), date))
        {
            return false;
        }

        ReadOnlySpan<FrequencyWindow> windows = schedule.Trips.Frequencies(trip);
        int seconds = windows.Length == 0
            ? schedule.Trips.StartSeconds(trip)
            : start?.Seconds ?? StartByHeadway(windows, at - schedule.ServiceDayStart(date));
        run = new TripInstance(trip, date, seconds);
        return true;
    }

    /// <summary>The start nearest to a moment: a scheduled one where the times are exact, else the moment itself within the hours of service.</summary>
    private static int StartByHeadway(ReadOnlySpan<FrequencyWindow> windows, double at)
    {
        double best = double.MaxValue;
        int start = windows[0].StartSeconds;
        foreach (FrequencyWindow window in windows)
        {
            double inside = Math.Clamp(at, window.StartSeconds, Math.Max(window.StartSeconds, window.EndSeconds - 1));
            if (window.ExactTimes && window.HeadwaySeconds > 0)
            {
                double steps = Math.Round((inside - window.StartSeconds) / window.HeadwaySeconds);
                inside = window.StartSeconds + (steps * window.HeadwaySeconds);
            }

            if (Math.Abs(inside - at) < best)
            {
                best = Math.Abs(inside - at);
                start = (int)inside;
            }
        }

        return start;
    }

    private TripResolution OnBestDay(int trip, in TripReference reference, double at)
    {
        if (schedule.Trips.PatternIndex(trip) < 0)
        {
            return TripResolution.None(RejectionReason.TripWithoutStops);
        }

        if (reference.StartDate is { } date)
        {
            return this.TryOnDay(trip, date, reference.StartTime, at, out TripInstance given)
                ? new TripResolution(given, RejectionReason.None)
                : TripResolution.None(RejectionReason.TripNotActive);
        }

        TripResolution best = TripResolution.None(RejectionReason.TripNotActive);
        double least = double.MaxValue;
        this.TakeIfNearer(trip, this.DayOf(at), reference.StartTime, at, ref best, ref least);
        return best;
    }

    private TripResolution ByRouteAndStart(int route, in TripReference reference, double at)
    {
        int start = reference.StartTime!.Value.Seconds;
        ServiceDate today = reference.StartDate ?? this.DayOf(at);
        TripResolution best = TripResolution.None(RejectionReason.NoCandidate);
        double least = double.MaxValue;
        foreach (int trip in schedule.Routes.Trips(route))
        {
            // Some senders write 00:30 with the day before for a trip of 24:30.
            int days = (schedule.Trips.StartSeconds(trip) - start) / SecondsPerDay;
            if (schedule.Trips.StartSeconds(trip) - (days * SecondsPerDay) != start
                || schedule.Trips.PatternIndex(trip) < 0
                || (reference.DirectionId is { } direction && schedule.Trips.DirectionId(trip) is >= 0 and var own && own != direction))
            {
                continue;
            }

            this.TakeIfNearer(trip, today, reference.StartTime, at, ref best, ref least);
        }

        return best;
    }

    /// <summary>Takes the trip's run of yesterday, today or tomorrow if it is nearer in time than the best so far.</summary>
    private void TakeIfNearer(int trip, ServiceDate today, ServiceTime? start, double at, ref TripResolution best, ref double least)
    {
        for (int day = -1; day <= 1; day++)
        {
            if (!this.TryOnDay(trip, today.AddDays(day), start, at, out TripInstance run))
            {
                continue;
            }

            double outside = this.SecondsOutside(run, at);
            if (outside < least)
            {
                least = outside;
                best = new TripResolution(run, RejectionReason.None);
            }
        }
    }

    /// <summary>The calendar day at the feed's place.</summary>
    public ServiceDate DayOf(double at)
    {
        NodaTime.LocalDate day = NodaTime.Instant.FromUnixTimeSeconds((long)at).InZone(schedule.TimeZone).Date;
        return ServiceDate.From(day.Year, day.Month, day.Day);
    }
}
