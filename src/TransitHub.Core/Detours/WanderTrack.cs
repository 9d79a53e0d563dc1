using System.Collections.Immutable;
using TransitHub.Core.Ids;
using TransitHub.Core.Observations;
using TransitHub.Core.Snapshots;
using TransitHub.Gtfs;

namespace TransitHub.Core.Detours;

/// <summary>
/// Follows one vehicle on one run: on its line, away from it, back on it. A vehicle is away from a place well off the line on, and back with the first of two
/// places on it, so that neither a bad fix nor a street that crosses the line ends it.
/// </summary>
/// <param name="id">The vehicle.</param>
/// <param name="awayMeters">So far from the line it is away.</param>
internal sealed class WanderTrack(DeviceId id, double awayMeters)
{
    /// <summary>On the line again is within this share of what counts as away: between the two nothing is concluded.</summary>
    private const double OnLineShare = 2.0 / 3;

    /// <summary>Silent for longer than this nobody knows where it went, seconds.</summary>
    private const double LongestSilence = 180;

    /// <summary>Away for longer than this it has another purpose, seconds.</summary>
    private const double LongestAway = 2700;

    private const int MostPlaces = 120;

    /// <summary>One place off the line may be an error of the receiver, unless it is so many times farther off than counts as away: then others' places say whether it is.</summary>
    private const double FarShare = 2;

    private const int FewestPlacesAway = 2;

    private const double ShortestStretch = 150;
    private const double LongestStretch = 8000;

    /// <summary>Seen this far behind where it left, it has turned round, meters.</summary>
    private const double BackMeters = 100;

    private readonly List<GeoPoint> way = [];
    private TripInstance? run;
    private double seenAt = double.NegativeInfinity;
    private LinePlace? left;
    private LinePlace? back;
    private int placesAway;
    private bool isAway;
    private bool isFar;

    /// <summary>Takes what is known of the vehicle now.</summary>
    /// <param name="schedule">What its indexes refer to.</param>
    /// <param name="vehicle">The vehicle.</param>
    /// <param name="onLine">The piece of the line that it has kept to since it was heard last, to where it is now, meters along; null: it is not on its line, or nothing is known.</param>
    /// <returns>The way beside the line that it has just come back from; null: none.</returns>
    public Excursion? Take(Schedule schedule, VehicleSnapshot vehicle, out (double From, double To)? onLine)
    {
        onLine = null;
        double at = vehicle.MeasuredAt.UnixMilliseconds / 1000.0;
        if (at <= this.seenAt)
        {
            return null;
        }

        bool isSilent = at - this.seenAt > LongestSilence;
        this.seenAt = at;
        if (!this.IsOnRun(schedule, vehicle))
        {
            this.Forget();
            this.run = null;
            return null;
        }

        if (isSilent)
        {
            this.Forget();
        }

        GeoPoint place = new(vehicle.Latitude, vehicle.Longitude);
        Geometry line = schedule.Geometries[schedule.Patterns.GeometryIndex(schedule.Trips.PatternIndex(this.run!.Value.TripIndex))];
        (double lat, double lon) = line.At(vehicle.AlongMeters);
        double meters = vehicle.Trip is null || double.IsNaN(vehicle.AlongMeters) ? double.MaxValue : place.DistanceTo(new GeoPoint(lat, lon));
        if (meters > awayMeters)
        {
            this.GoAway(place, at, meters > FarShare * awayMeters);
            return null;
        }

        if (meters > awayMeters * OnLineShare)
        {
            this.Add(place);
            return null;
        }

        onLine = (this.isAway || this.left is not { } before ? vehicle.AlongMeters : Math.Min(before.Along, vehicle.AlongMeters), vehicle.AlongMeters);
        return this.BeOnLine(schedule, new LinePlace(vehicle.AlongMeters, at, place));
    }

    /// <summary>Whether it runs a trip with a line of its own; one that is lost far beside it is still on the run it left.</summary>
    private bool IsOnRun(Schedule schedule, VehicleSnapshot vehicle)
    {
        if (vehicle.Trip is not { } now)
        {
            return this.run is not null && vehicle.UnmatchedReason == RejectionReason.OffRoute;
        }

        int pattern = schedule.Trips.PatternIndex(now.TripIndex);
        if (vehicle.Phase is not (VehiclePhase.InService or VehiclePhase.OffRoute) || pattern < 0 || schedule.Patterns.IsStraight(pattern))
        {
            return false;
        }

        if (this.run != now)
        {
            this.Forget();
            this.run = now;
        }

        return true;
    }

    private void Forget()
    {
        this.left = this.back = null;
        this.isAway = this.isFar = false;
        this.placesAway = 0;
        this.way.Clear();
    }

    private void GoAway(GeoPoint place, double at, bool isFarOff)
    {
        if (this.left is not { } last)
        {
            return;
        }

        if (!this.isAway)
        {
            this.isAway = true;
            this.way.Add(last.Place);
        }

        this.back = null;
        this.placesAway++;
        this.isFar |= isFarOff;
        this.Add(place);
        if (at - last.At > LongestAway || this.way.Count > MostPlaces)
        {
            this.Forget();
        }
    }

    private void Add(GeoPoint place)
    {
        if (this.isAway)
        {
            this.way.Add(place);
        }
    }

    private Excursion? BeOnLine(Schedule schedule, LinePlace here)
    {
        if (!this.isAway || this.left is not { } from)
        {
            this.left = here;
            return null;
        }

        if (here.Along < from.Along - BackMeters)
        {
            this.Forget();
            this.left = here;
            return null;
        }

        this.way.Add(here.Place);
        if (this.back is not { } to)
        {
            this.back = here;
            return null;
        }

        bool isSure = this.isFar || this.placesAway >= FewestPlacesAway;
        Excursion? made = isSure && to.Along - from.Along is >= ShortestStretch and <= LongestStretch ? this.Make(schedule, from, to) : null;
        this.Forget();
        this.left = here;
        return made;
    }

    private Excursion? Make(Schedule schedule, LinePlace from, LinePlace to)
    {
        TripInstance trip = this.run!.Value;
        int pattern = schedule.Trips.PatternIndex(trip.TripIndex);
        ReadOnlySpan<float> offsets = schedule.Patterns.StopOffsets(pattern);
        ReadOnlySpan<int> stops = schedule.Patterns.Stops(pattern);

        // The last place belongs to the line behind the return.
        ImmutableArray<GeoPoint> seen = [.. this.way.Take(this.way.Count - 1)];
        ImmutableArray<int>.Builder skipped = ImmutableArray.CreateBuilder<int>();
        for (int position = 1; position < stops.Length - 1; position++)
        {
            GeoPoint stop = new(schedule.Stops.Latitude(stops[position]), schedule.Stops.Longitude(stops[position]));
            if (offsets[position] > from.Along && offsets[position] < to.Along && LineSpan.Meters(seen.AsSpan(), stop) > awayMeters)
            {
                skipped.Add(position);
            }
        }

        if (skipped.Count == 0)
        {
            return null;
        }

        double planned = StretchTime.Seconds(schedule, trip.TripIndex, from.Along, to.Along);
        return new Excursion(id, trip, from.At, to.At, from.Along, to.Along, skipped.ToImmutable(), to.At - from.At - planned, seen);
    }

    private sealed record LinePlace(double Along, double At, GeoPoint Place);
}
