using System.Runtime.InteropServices;
using TransitHub.Core.Graphs;
using TransitHub.Core.Numerics;
using TransitHub.Core.Snapshots;
using TransitHub.Gtfs;
using TransitHub.Gtfs.Time;

namespace TransitHub.Core.Fusion.Crowding;

/// <summary>
/// Gathers the vehicles that will leave stops within the next forty minutes: runs with vehicles by their predictions, beyond them departures by headway as
/// they are forecast, and trips of the timetable that nobody runs yet.
/// </summary>
/// <param name="schedule">The timetable.</param>
/// <param name="rooms">Room in vehicles.</param>
internal sealed class ComingVehicles(Schedule schedule, RoomForecast rooms)
{
    /// <summary>How far ahead is looked, seconds: who comes now may have to wait for a later vehicle than the half hour's last.</summary>
    public const double HorizonSeconds = 2400;

    /// <summary>A vehicle leaves a stop on the timetable so many seconds late or early, a deviation.</summary>
    private const double TimetableDeviation = 120;

    private const int MostHeadways = 12;

    [NotKept]
    private readonly HashSet<TripInstance> known = [];
    [NotKept]
    private readonly Dictionary<(StopTrack Stop, int Pattern), double> last = [];

    /// <summary>Gathers them anew.</summary>
    /// <param name="now">Unix seconds.</param>
    /// <param name="vehicles">All vehicles, also those that only cameras see.</param>
    /// <param name="calls">Which patterns call at which stops.</param>
    /// <param name="tables">Has the headways.</param>
    public void Gather(double now, IEnumerable<VehicleTrack> vehicles, Dictionary<int, List<(StopTrack Stop, int Place, int Line)>> calls, StateTables tables)
    {
        this.known.Clear();
        this.last.Clear();
        foreach ((StopTrack stop, _, _) in calls.Values.SelectMany(c => c))
        {
            stop.Coming.Clear();
        }

        foreach (VehicleTrack track in vehicles)
        {
            this.Add(now, track, track.Run, calls);
            this.Add(now, track, track.NextRun, calls);
        }

        foreach ((int pattern, List<(StopTrack Stop, int Place, int Line)> here) in calls)
        {
            this.AddHeadways(now, pattern, here, tables);
            this.AddTimetable(now, pattern, here);
        }

        foreach (StopTrack stop in calls.Values.SelectMany(c => c).Select(c => c.Stop).Distinct())
        {
            stop.Coming.Sort(static (a, b) => a.Line != b.Line ? a.Line.CompareTo(b.Line)
                : a.Departure != b.Departure ? a.Departure.CompareTo(b.Departure) : a.Pattern != b.Pattern ? a.Pattern.CompareTo(b.Pattern) : Nullable.Compare(a.Trip, b.Trip));
        }
    }

    private void Add(double now, VehicleTrack track, RunTrack? run, Dictionary<int, List<(StopTrack Stop, int Place, int Line)>> calls)
    {
        if (run is null || !calls.TryGetValue(run.Pattern, out List<(StopTrack Stop, int Place, int Line)>? here))
        {
            return;
        }

        this.known.Add(run.Trip);
        if (run.Snapshot is not { } shown)
        {
            return;
        }

        foreach ((StopTrack stop, int place, int line) in here)
        {
            foreach (StopPrediction call in shown.Stops)
            {
                if (call.Position != place || place < run.BoardedUpTo)
                {
                    continue;
                }

                double departs = Math.Max(now, (place == 0 ? call.Departure : call.Arrival) + call.Quantiles.P50);
                (double room, double variance) = rooms.Of(track, run, place, track.Load?.Run == run ? track.Load : null, stop.Lines[line].Errors, departs);
                double deviation = call.Passed ? 15 : Math.Max(5, (call.Quantiles.P90 - call.Quantiles.P10) / (2 * NormalMath.P90));
                this.AddTo(stop, now, new ComingVehicle(line, run.Pattern, run.Trip, departs, deviation, room, variance));
            }
        }
    }

    private void AddHeadways(double now, int pattern, List<(StopTrack Stop, int Place, int Line)> here, StateTables tables)
    {
        if (tables.Headways.FindCurrent(pattern) is not { } forecast)
        {
            return;
        }

        int count = Math.Clamp((int)(HorizonSeconds / Math.Max(30, forecast.MeanSeconds)) + 2, 1, MostHeadways);
        IReadOnlyList<DepartureQuantiles> next = forecast.Next(Math.Max(now, forecast.LastDeparture.UnixMilliseconds / 1000.0), count);
        ReadOnlySpan<int> trips = schedule.Patterns.Trips(pattern);
        if (next.Count == 0 || trips.IsEmpty)
        {
            return;
        }

        int trip = trips[0];
        foreach ((StopTrack stop, int place, int line) in here)
        {
            (double room, double variance) = rooms.Of(pattern, place, stop.Lines[line].Errors, now);
            double ride = schedule.Trips.Departures(trip)[place] - schedule.Trips.StartSeconds(trip);
            double before = this.last.GetValueOrDefault((stop, pattern), double.NegativeInfinity);
            foreach (DepartureQuantiles start in next)
            {
                // Vehicles that are known stand for the departures up to theirs.
                double departs = start.P50 + ride;
                if (departs > before + (0.5 * forecast.MeanSeconds))
                {
                    double deviation = Math.Sqrt(Math.Pow((start.P90 - start.P10) / (2 * NormalMath.P90), 2) + (0.0064 * ride * ride));
                    this.AddTo(stop, now, new ComingVehicle(line, pattern, null, departs, deviation, room, variance));
                }
            }
        }
    }

    private void AddTimetable(double now, int pattern, List<(StopTrack Stop, int Place, int Line)> here)
    {
        NodaTime.LocalDate date = NodaTime.Instant.FromUnixTimeSeconds((long)now).InZone(schedule.TimeZone).Date;
        var today = ServiceDate.From(date.Year, date.Month, date.Day);
        foreach (int trip in schedule.Patterns.Trips(pattern))
        {
            if (!schedule.Trips.Frequencies(trip).IsEmpty)
            {
                continue;
            }

            foreach (ServiceDate day in (ReadOnlySpan<ServiceDate>)[today, today.AddDays(-1)])
            {
                if (!schedule.Services.IsActive(schedule.Trips.ServiceIndex(trip), day)
                    || this.known.Contains(new TripInstance(trip, day, schedule.Trips.StartSeconds(trip))))
                {
                    continue;
                }

                double zero = schedule.ServiceDayStart(day);
                foreach ((StopTrack stop, int place, int line) in here)
                {
                    double departs = zero + schedule.Trips.Departures(trip)[place];
                    if (departs > now && departs <= now + HorizonSeconds)
                    {
                        (double room, double variance) = rooms.Of(pattern, place, stop.Lines[line].Errors, departs);
                        this.AddTo(stop, now, new ComingVehicle(line, pattern, new TripInstance(trip, day, schedule.Trips.StartSeconds(trip)), departs, TimetableDeviation, room, variance));
                    }
                }
            }
        }
    }

    private void AddTo(StopTrack stop, double now, in ComingVehicle vehicle)
    {
        if (vehicle.Departure > now + HorizonSeconds)
        {
            return;
        }

        stop.Coming.Add(vehicle);
        ref double latest = ref CollectionsMarshal.GetValueRefOrAddDefault(this.last, (stop, vehicle.Pattern), out bool isKnown);
        latest = isKnown ? Math.Max(latest, vehicle.Departure) : vehicle.Departure;
    }
}
